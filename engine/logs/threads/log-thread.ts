import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { toMessage } from '../../platform/engine-error.ts';
import type { Log } from '../../platform/log.ts';
import type { LogLimits } from '../feeds/feeds.ts';
import type { LogCalls, LogWorkerOptions } from './log-worker.ts';
import { startThread } from './start-thread.ts';
import { ThreadClient } from './thread-calls.ts';

/** A thread that reads no log is ended after so long, and its memory with it. */
const idleMs = 60_000;
/** A log of many gigabytes takes its time. */
const keepMs = 120_000;

interface LogThreadOptions {
  /** Captured lines go into a folder of this one, as long as they are looked at. */
  readonly folder: string;
  /** As they are set now. */
  readonly limits: () => LogLimits;
  readonly log: Log;
}

/** The thread that reads logs: started with the first log, ended when none has been open for a minute. */
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

  /** What it does; `unreachable` when it ends meanwhile. */
  get client(): ThreadClient<LogCalls> {
    if (this.#running === null || this.#running.client.isOver) this.#running = this.#start();
    return this.#running.client;
  }

  /** Keeps the thread for as long as a log is open. */
  hold(): Disposable {
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

  /** Takes the limits as they are set now, also for logs that are open. */
  async configure(): Promise<void> {
    const running = this.#running;
    if (running === null || running.client.isOver) return;
    try {
      await running.client.call('configure', this.#options.limits(), AbortSignal.timeout(5_000));
    } catch (error) {
      // One that has ended starts with them the next time.
      if (!running.client.isOver) throw error;
    }
  }

  /** Writes what was taken in of a removed container's log into a folder. Answers whether that was anything: only logs that are open are taken in. */
  async keep(container: string, folder: string): Promise<boolean> {
    const running = this.#running;
    if (running === null || running.client.isOver) return false;
    using _ = this.hold();
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
    // A test or a service that is done must not wait for it.
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

/** What a service that was killed has left; its folder is named by its process. */
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
