import type { TerminalEnding } from '../contract/terminals.ts';
import { attachToContainer, readContainerFacts, resizeContainer } from '../docker/attach.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { demux } from '../docker/demux.ts';
import type { Size } from '../docker/exec.ts';
import type { HijackedConnection } from '../docker/hijack.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { TerminalSource } from './source.ts';

const answerWithinMs = 10_000;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

interface AttachOptions {
  readonly connection: DockerConnection;
  readonly container: string;
  readonly tty: boolean;
  readonly size: Size;
}

/** Joins a container's main process, as `docker attach` does; ending it only lets go. */
export async function openAttachSource(options: AttachOptions, signal: AbortSignal): Promise<TerminalSource> {
  const { connection, container, tty, size } = options;
  const hijacked = await attachToContainer(connection, container, signal);
  if (tty) await redraw(connection, container, size, signal);
  return {
    output: tty ? hijacked.output : toScreen(hijacked),
    write: (bytes, writeSignal) => hijacked.write(bytes, writeSignal),
    async resize(next, resizeSignal) {
      if (tty) await resizeContainer(connection, container, next, resizeSignal);
    },
    readEnding: () => readMainEnding(connection, container),
    end: async () => hijacked[Symbol.dispose](),
  };
}

/** A program that is already running draws again when its screen changes its size, as `docker attach` makes it do. */
async function redraw(
  connection: DockerConnection,
  container: string,
  { columns, rows }: Size,
  signal: AbortSignal,
): Promise<void> {
  await resizeContainer(connection, container, { columns: columns + 1, rows }, signal);
  await resizeContainer(connection, container, { columns, rows }, signal);
}

/** Without a TTY, lines end in LF alone; a screen needs CR too. */
async function* toScreen({ output }: HijackedConnection): AsyncGenerator<Uint8Array, void> {
  for await (const { bytes } of demux(output)) {
    const ends = bytes.reduce((count, byte) => (byte === lineFeed ? count + 1 : count), 0);
    const screen = new Uint8Array(bytes.length + ends);
    let at = 0;
    for (const byte of bytes) {
      if (byte === lineFeed) screen[at++] = carriageReturn;
      screen[at++] = byte;
    }
    yield screen;
  }
}

async function readMainEnding(connection: DockerConnection, container: string): Promise<TerminalEnding> {
  try {
    const facts = await readContainerFacts(connection, container, AbortSignal.timeout(answerWithinMs));
    return facts.running ? { kind: 'detached' } : { kind: 'container-stopped' };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return error.code === 'not-found' ? { kind: 'container-stopped' } : { kind: 'engine-lost' };
  }
}
