import type { TerminalEnding } from '../contract/terminals.ts';
import { attachToContainer, readContainerFacts, resizeContainer } from '../docker/attach.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { startContainer } from '../docker/containers.ts';
import {
  createDebugContainer,
  forceRemoveContainer,
  hasImage,
  loadImageArchive,
  waitForExit,
} from '../docker/debug-container.ts';
import type { Size } from '../docker/exec.ts';
import { EngineError } from '../platform/engine-error.ts';
import { toEnding } from './ending.ts';
import type { TerminalSource } from './source.ts';

const answerWithinMs = 10_000;

interface DebugOptions {
  readonly connected: () => DockerConnection;
  /** The container to look into. */
  readonly target: string;
  readonly size: Size;
  readonly image: string;
  /** The image as an archive, for an engine that lacks it. */
  readonly buildImage: (signal: AbortSignal) => Promise<Buffer>;
  readonly onCreate: (debugContainer: string) => Promise<void>;
}

/** A shell of Berth's own beside a container that may have none: it sees the processes, the network, and the files under `/target`. */
export async function openDebugSource(options: DebugOptions, signal: AbortSignal): Promise<TerminalSource> {
  const { connected, target, size, image, buildImage, onCreate } = options;
  const connection = connected();
  if (!(await hasImage(connection, image, signal))) {
    await loadImageArchive(connection, await buildImage(signal), signal);
  }
  const debug = await createDebugContainer(connection, target, image, ['TERM=xterm-256color'], signal);
  await onCreate(debug);
  const remove = () => forceRemoveContainer(connected(), debug, AbortSignal.timeout(answerWithinMs));
  try {
    const hijacked = await attachToContainer(connection, debug, signal);
    const waiting = new AbortController();
    // Asked before it starts, because it removes itself when it ends; null where the engine did not say.
    const exit = waitForExit(connection, debug, waiting.signal).catch(() => null);
    await startContainer(connection, debug, signal);
    await resizeContainer(connection, debug, size, signal);
    return {
      output: hijacked.output,
      write: (bytes, writeSignal) => hijacked.write(bytes, writeSignal),
      resize: (next, resizeSignal) => resizeContainer(connected(), debug, next, resizeSignal),
      readEnding: async () => readDebugEnding(connected, target, await exit),
      async end() {
        try {
          await remove();
        } finally {
          waiting.abort();
          hijacked[Symbol.dispose]();
        }
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function readDebugEnding(
  connected: () => DockerConnection,
  target: string,
  code: number | null,
): Promise<TerminalEnding> {
  try {
    const { running } = await readContainerFacts(connected(), target, AbortSignal.timeout(answerWithinMs));
    if (!running) return { kind: 'container-stopped' };
    return code === null ? { kind: 'engine-lost' } : toEnding(code);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return error.code === 'not-found' ? { kind: 'container-stopped' } : { kind: 'engine-lost' };
  }
}
