import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { toMessage } from '../../platform/engine-error.ts';
import type { Log } from '../../platform/log.ts';
import type { LogLimits } from '../feeds/feeds.ts';
import type { LogCalls, LogWorkerOptions } from './log-worker.ts';
import { startThread } from './start-thread.ts';
import { ThreadClient } from './thread-calls.ts';

/** A thread without an open log ends after this time, which frees its memory. */
const idleMs = 60_000;
/** Copying a log of many gigabytes takes a while. */
const keepMs = 120_000;

interface LogThreadOptions {
  /** Captured lines are stored in a subfolder while their log is open. */
  readonly folder: string;
  /** The current limits. */
  readonly limits: () => LogLimits;
  readonly log: Log;
}

/**
 * The thread that reads logs: starts with the first log, ends when none has been open for a minute.
 */
export class LogThread implements AsyncDisposable {
  readonly #options: LogThreadOptions;
  readonly #folder: string;
  #running: { readonly worker: Worker; readonly client: ThreadClient<LogCalls> } | null = null;
  #open = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: LogThreadOptions) {
    this.#options = options;
    this.#folder = path.join(options.folder, String(process.pid));
  }

  /**
   * Calls of the thread, which is started if it does not run. They fail with `unreachable` when it
   * ends.
   */
  get client(): ThreadClient<LogCalls> {
    if (this.#running === null || this.#running.client.isOver) this.#running = this.#start();
    return this.#running.client;
  }

  /** Keeps the thread alive until the result is disposed of. */
  keepOpen(): Disposable {
    this.#open += 1;
    if (this.#timer !== null) clearTimeout(this.#timer);
    let isHeld = true;
    return {
      [Symbol.dispose]: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#open -= 1;
        if (this.#open === 0) this.#timer = setTimeout(() => void this.#end(), idleMs).unref();
      },
    };
  }

  /** Applies the current limits, also to open logs. */
  async configure(): Promise<void> {
    const running = this.#running;
    if (running === null || running.client.isOver) return;
    try {
      await running.client.call('configure', this.#options.limits(), AbortSignal.timeout(5_000));
    } catch (error) {
      // A thread that has ended gets the limits at its next start.
      if (!running.client.isOver) throw error;
    }
  }

  /**
   * Copies the captured lines of a removed container into a folder. Returns false when there are
   * none: only open logs are captured.
   */
  async keep(container: string, folder: string): Promise<boolean> {
    const running = this.#running;
    if (running === null || running.client.isOver) return false;
    using _ = this.keepOpen();
    return running.client.call('keep', { container, folder }, AbortSignal.timeout(keepMs));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #start(): { worker: Worker; client: ThreadClient<LogCalls> } {
    const { log, limits, folder } = this.#options;
    removeLeftovers(folder);
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const worker = startThread('log-worker', { folder: this.#folder, limits: limits() } satisfies LogWorkerOptions);
    worker.on('error', (error) => log.error({ error: toMessage(error) }, 'the thread that reads logs has failed'));
    // The thread must not keep the process alive.
    worker.unref();
    return { worker, client: new ThreadClient<LogCalls>(worker) };
  }

  async #end(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running === null || running.client.isOver) return;
    try {
      await running.client.call('end', undefined, AbortSignal.timeout(5_000));
    } catch (error) {
      this.#options.log.warn({ error: toMessage(error) }, 'logs could not be closed');
    }
    await running.worker.terminate();
  }
}

/** Removes folders of killed services; each is named by its process id. */
function removeLeftovers(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  for (const name of names) {
    if (/^\d+$/.test(name) && !isAlive(Number(name))) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
