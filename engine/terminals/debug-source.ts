import type { TerminalEnding } from '../contract/terminals.ts';
import { attachToContainer, readContainerFacts, resizeContainer } from '../docker/attach.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { startContainer } from '../docker/containers.ts';
import {
  createDebugContainer,
  createMachineContainer,
  forceRemoveContainer,
  hasImage,
  loadImageArchive,
  waitForExit,
} from '../docker/debug-container.ts';
import type { Size } from '../docker/exec.ts';
import { EngineError } from '../platform/engine-error.ts';
import { toEnding } from './ending.ts';
import { type TerminalProcess, type TerminalProcesses, toMarkerEntry, toTerminalProcess } from './processes.ts';
import type { TerminalSource } from './source.ts';

/** What programs are told of the screen that they draw on; a machine's own shell is told of letters too. */
const screenEnv = ['TERM=xterm-256color'];
const machineEnv = [...screenEnv, 'COLORTERM=truecolor', 'LANG=C.UTF-8'];
const answerWithinMs = 10_000;

/** Berth's own tools as an image. */
export interface DebugImage {
  readonly tag: string;
  /** The program in it that goes on to the engine's machine. */
  readonly machineShell: string;
  /** The image as an archive, for an engine that lacks it. */
  readonly build: (signal: AbortSignal) => Promise<Buffer>;
}

interface DebugOptions {
  readonly connection: DockerConnection;
  readonly processes: TerminalProcesses;
  /** The container to look into; null for the machine that the engine runs on. */
  readonly target: string | null;
  readonly size: Size;
  readonly image: DebugImage;
  /** As in `TerminalProcess`. */
  readonly marker: string;
  readonly onCreate: (made: DebugContainer) => Promise<void>;
}

/** A debug shell's container, and what marks its processes: as in `TerminalProcess`. */
type DebugContainer = Pick<TerminalProcess, 'container' | 'marker'>;

/**
 * A shell of Berth's own beside a container that may have none: it sees the processes, the network, and the files under `/target`. Or root's
 * shell on the engine's machine, which the same tools open.
 */
export async function openDebugSource(options: DebugOptions, signal: AbortSignal): Promise<TerminalSource> {
  const { connection, processes, target, size, image, marker, onCreate } = options;
  if (!(await hasImage(connection, image.tag, signal))) {
    await loadImageArchive(connection, await image.build(signal), signal);
  }
  const toShell = (env: readonly string[]) => ({ image: image.tag, env: [...env, toMarkerEntry(marker)] });
  const debug =
    target === null
      ? await createMachineContainer(connection, image.machineShell, toShell(machineEnv), signal)
      : await createDebugContainer(connection, target, toShell(screenEnv), signal);
  try {
    await onCreate({ container: debug, marker });
    const hijacked = await attachToContainer(connection, debug, signal);
    const waiting = new AbortController();
    // Asked before it starts, because it removes itself when it ends; null where the engine did not say.
    const exit = waitForExit(connection, debug, waiting.signal).catch(() => null);
    await startContainer(connection, debug, signal);
    await resizeContainer(connection, debug, size, signal);
    return {
      output: hijacked.output,
      write: (bytes, writeSignal) => hijacked.write(bytes, writeSignal),
      resize: (next, resizeSignal) => resizeContainer(connection, debug, next, resizeSignal),
      readEnding: async () => readDebugEnding(connection, target, await exit),
      async end() {
        try {
          await endDebugContainer({ container: debug, marker }, connection, processes);
        } finally {
          waiting.abort();
          hijacked[Symbol.dispose]();
        }
      },
    };
  } catch (error) {
    await forceRemoveContainer(connection, debug, AbortSignal.timeout(answerWithinMs));
    throw error;
  }
}

/** Ends a shell as the system does when its terminal goes away: it is told, and may write its history and tidy up, before its container goes. */
export async function endDebugContainer(
  debug: DebugContainer,
  connection: DockerConnection,
  processes: TerminalProcesses,
): Promise<void> {
  try {
    const { running, pid } = await readContainerFacts(connection, debug.container, AbortSignal.timeout(answerWithinMs));
    if (running) await processes.end(toTerminalProcess(debug.marker, debug.container, pid), connection);
  } catch (error) {
    // It has ended, or the engine is gone, which the removal says.
    if (!(error instanceof EngineError)) throw error;
  } finally {
    await forceRemoveContainer(connection, debug.container, AbortSignal.timeout(answerWithinMs));
  }
}

async function readDebugEnding(
  connection: DockerConnection,
  target: string | null,
  code: number | null,
): Promise<TerminalEnding> {
  const ending: TerminalEnding = code === null ? { kind: 'engine-lost' } : toEnding(code);
  if (target === null) return ending;
  try {
    const { running } = await readContainerFacts(connection, target, AbortSignal.timeout(answerWithinMs));
    return running ? ending : { kind: 'container-stopped' };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return error.code === 'not-found' ? { kind: 'container-stopped' } : { kind: 'engine-lost' };
  }
}
