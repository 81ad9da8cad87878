import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { BackOff } from '../../platform/back-off.ts';
import { toMessage } from '../../platform/engine-error.ts';
import type { Log } from '../../platform/log.ts';
import type { Bundle } from '../bundle/bundle-files.ts';
import type { EngineLayout } from './engine-layout.ts';
import { boundEngineLog, readLogEnd } from './engine-log.ts';
import { findContainerd, isRunning } from './engine-processes.ts';
import type { EngineProcess } from './engine-processes.ts';
import { ensureContainerd } from './native-engine.ts';

/** Of a dockerd that was killed there is no failure in the log, only what it did last. */
const lastWordsBytes = 4 * 1024;
/** A process whose socket has just closed may take a moment to be gone. */
const graceMs = 200;
/** Where the socket is gone but its process is not: looked at again after longer and longer. */
const maxPauseMs = 5_000;
/** So that a containerd which ends at once is not started in a tight loop. */
const restartPauseMs = 1_000;
/** The daemons write a few lines for each container: long before this their log cannot fill a disk. */
const boundLogEveryMs = 10 * 60_000;

export interface DaemonWatch {
  close(): void;
}

/**
 * Tells when dockerd ends, starts containerd again when it ends, and keeps their log short. Neither need be a child of this process, so that each is watched
 * by an idle connection to its socket, which the kernel closes with it.
 */
export function watchDaemons(
  bundle: Bundle,
  layout: EngineLayout,
  dockerd: EngineProcess,
  log: Log,
  onDockerdEnd: (detail: string) => void,
): DaemonWatch {
  const abort = new AbortController();
  const { signal } = abort;
  const watchDockerd = async (): Promise<void> => {
    await watchSocket(layout.socketPath, () => isRunning(dockerd), signal);
    if (signal.aborted) return;
    onDockerdEnd(await readLogEnd(layout.logFile, lastWordsBytes));
    abort.abort();
  };
  const watchContainerd = async (): Promise<void> => {
    while (!signal.aborted) {
      await watchSocket(layout.containerdSocketPath, () => findContainerd(layout) !== null, signal);
      if (signal.aborted || !isRunning(dockerd)) return;
      log.warn({}, 'engine: containerd ended, starting it again');
      await ensureContainerd(bundle, layout, signal);
      await sleep(restartPauseMs, undefined, { signal, ref: false });
    }
  };
  for (const watch of [watchDockerd, watchContainerd]) {
    watch().catch((error: unknown) => {
      if (!signal.aborted) log.error({ err: error }, `engine: no longer watched: ${toMessage(error)}`);
    });
  }
  const onLogError = (error: unknown): void => log.warn({ err: error }, 'engine: log not bounded');
  const timer = setInterval(() => void boundEngineLog(layout.logFile).catch(onLogError), boundLogEveryMs);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  return { close: () => abort.abort() };
}

/** Resolves when the process behind a socket has ended, or the signal aborts. */
async function watchSocket(socketPath: string, isThere: () => boolean, signal: AbortSignal): Promise<void> {
  const backOff = new BackOff(graceMs, maxPauseMs);
  while (!signal.aborted && isThere()) {
    const startedAtMs = Date.now();
    await untilClosed(socketPath, signal);
    // The server closes connections that say nothing after some minutes: then the process still runs, and is watched anew.
    if (Date.now() - startedAtMs >= maxPauseMs) backOff.reset();
    // Watching is no reason for the service to live on.
    if (!signal.aborted) await sleep(backOff.next(), undefined, { signal, ref: false }).catch(() => undefined);
  }
}

function untilClosed(socketPath: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect({ path: socketPath });
    socket.unref();
    const onAbort = (): void => void socket.destroy();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    socket.resume();
  });
}
