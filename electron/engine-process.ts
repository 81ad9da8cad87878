import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  MessageChannelMain,
  type MessagePortMain,
  type UtilityProcess,
  utilityProcess,
  type WebContents,
} from 'electron';
import { serviceFlags } from './launch/service-flags.mjs';

/** The first restart comes at once; a service that keeps dying is not tried more often than every 5 s. */
const firstBackOffMs = 0;
const secondBackOffMs = 250;
const longestBackOffMs = 5_000;
/** A service that lived this long is healthy: its next death counts as a first one. */
const healthyAfterMs = 30_000;
/** dockerd gives its containers 15 s to end (dockerd(8), --shutdown-timeout), and needs a moment itself. */
const stopLimitMs = 25_000;

export interface EngineProcessOptions {
  /** The bundle of `engine/host/utility.ts`. */
  readonly entry: string;
  /** Arguments for the service, such as `--host-engine SOCKET`. */
  readonly args: readonly string[];
  /** Added to the service's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs the service inside the main process: for debugging. */
  readonly inMain: boolean;
  /** Asks for a file to write to; null when none was chosen. */
  readonly chooseSavePath: (path: string, title: string) => Promise<string | null>;
}

type ToService = { type: 'page' | 'stop' } | { type: 'chosen'; id: string; path: string | null };

/** What the service says: that it has stopped or refused a page's message, or a question (`engine/host/ask-shell.ts`). */
interface FromService {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly path?: unknown;
  readonly title?: unknown;
}

/** What main needs of a service, wherever it runs. */
interface Host {
  post(message: ToService, ports: MessagePortMain[]): void;
  kill(): void;
}

/** The engine service in its utility process: started again when it dies, and joined to each page by a port of its own. */
export class EngineProcess {
  readonly #options: EngineProcessOptions;
  readonly #pages = new Set<WebContents>();
  #host: Host | null = null;
  #startedAtMs = 0;
  #backOffMs = firstBackOffMs;
  #stopping: Promise<void> | null = null;
  #ended = Promise.withResolvers<void>();

  constructor(options: EngineProcessOptions) {
    this.#options = options;
  }

  /** Starts the service. Call once, after the app is ready. */
  start(): void {
    this.#startedAtMs = performance.now();
    this.#host = this.#options.inMain ? this.#startInMain() : this.#fork();
  }

  /** Joins a page that has just begun to load with the service, now and after each restart until it is destroyed. */
  connect(page: WebContents): void {
    if (!this.#pages.has(page)) {
      this.#pages.add(page);
      page.once('destroyed', () => this.#pages.delete(page));
    }
    this.#join(page);
  }

  /** Asks the service to stop its engine and to end, and waits for it; kills it when that takes more than 25 s. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  #joinAll(): void {
    for (const page of this.#pages) this.#join(page);
  }

  #join(page: WebContents): void {
    if (this.#host === null || page.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#host.post({ type: 'page' }, [port1]);
    page.postMessage('berth:engine-port', null, [port2]);
  }

  #fork(): Host {
    const child: UtilityProcess = utilityProcess.fork(this.#options.entry, [...this.#options.args], {
      serviceName: 'Berth engine service',
      execArgv: [...serviceFlags],
      env: { ...process.env, ...this.#options.env },
    });
    child.once('exit', () => void this.#onExit());
    child.on('message', (message: FromService) => void this.#onMessage(message));
    return {
      post: (message, ports) => child.postMessage(message, ports),
      kill: () => child.kill(),
    };
  }

  #startInMain(): Host {
    // The service's entry talks to `process.parentPort`, which only a utility process has: here main plays both ends.
    const parentPort = Object.assign(new EventEmitter(), {
      postMessage: (message: FromService) => {
        if (message.type === 'stopped') this.#ended.resolve();
        else void this.#onMessage(message);
      },
      start: () => undefined,
    });
    Object.defineProperty(process, 'parentPort', { value: parentPort });
    process.argv.push(...this.#options.args);
    Object.assign(process.env, this.#options.env);
    createRequire(import.meta.url)(this.#options.entry);
    return {
      post: (data, ports) => parentPort.emit('message', { data, ports }),
      kill: () => this.#ended.resolve(),
    };
  }

  async #onMessage({ type, id, path, title }: FromService): Promise<void> {
    // Which page it was, only its port knew; a page that gets a new one just goes on over that.
    if (type === 'page-refused') this.#joinAll();
    if (type !== 'choose-save-path' || typeof id !== 'string' || typeof path !== 'string' || typeof title !== 'string')
      return;
    // A system without such a dialog has chosen nothing; the field is still there.
    const chosen = await this.#options.chooseSavePath(path, title).catch(() => null);
    this.#host?.post({ type: 'chosen', id, path: chosen }, []);
  }

  async #onExit(): Promise<void> {
    this.#host = null;
    if (this.#stopping !== null) {
      this.#ended.resolve();
      return;
    }
    if (performance.now() - this.#startedAtMs > healthyAfterMs) this.#backOffMs = firstBackOffMs;
    const waitMs = this.#backOffMs;
    this.#backOffMs = Math.min(longestBackOffMs, Math.max(secondBackOffMs, waitMs * 2));
    if (waitMs > 0) await sleep(waitMs);
    if (this.#stopping !== null) {
      this.#ended.resolve();
      return;
    }
    this.start();
    this.#joinAll();
  }

  async #stop(): Promise<void> {
    if (this.#host === null) return;
    this.#host.post({ type: 'stop' }, []);
    const limit = new AbortController();
    await Promise.race([
      this.#ended.promise,
      sleep(stopLimitMs, undefined, { signal: limit.signal })
        .then(() => this.#host?.kill())
        .catch(() => undefined), // aborted: the service ended in time
    ]);
    limit.abort();
  }
}
