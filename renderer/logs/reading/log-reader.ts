import type { LogState } from '../../../engine/contract/logs.ts';
import { toEngineProblem } from '../../client/engine-problem.ts';
import { notify } from '../../client/notify.ts';
import { pause } from '../../client/or-aborted.ts';
import { retryDelayMs } from '../../client/retry-delay.ts';
import { LogQuestions } from './log-questions.ts';
import type { LogService } from './log-service.ts';
import { beginning, type ReaderState } from './log-state.ts';
import { RowsReader } from './rows-reader.ts';
import type { OpenLog } from './shown-rows.ts';

/** The interval of updates while nobody watches the end, and during a flood. */
const quietMs = 100;
/** More new lines than this per frame are a flood. */
const floodLines = 200;

/**
 * Reads the logs of some containers as one while it has subscribers, and reopens it after the
 * connection to the service was lost.
 */
export class LogReader {
  /** Single questions about the open log. */
  readonly ask: LogQuestions;
  /** The shown rows. */
  readonly rows: RowsReader;
  readonly #service: LogService;
  readonly #containers: readonly string[];
  readonly #listeners = new Set<() => void>();
  #life = new AbortController();
  #state = beginning;

  constructor(service: LogService, containers: readonly string[]) {
    this.#service = service;
    this.rows = new RowsReader(service, { state: this.state, change: (change) => this.#change(change) });
    this.ask = new LogQuestions(service, () => this.rows.now);
    this.#containers = containers;
  }

  readonly state = (): ReaderState => this.#state;

  /**
   * Subscribes to changes of the state. The first subscription opens the log; when the last one
   * ends, the log is closed.
   */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#life.abort();
    };
  };

  /** Reopens the log after a failure. */
  readonly again = (): void => {
    if (this.#listeners.size === 0) return;
    this.#life.abort();
    this.#start();
  };

  #start(): void {
    this.#life = new AbortController();
    void this.#run(this.#life.signal);
  }

  #change(change: Partial<ReaderState>): void {
    this.#state = { ...this.#state, ...change };
    notify(this.#listeners);
  }

  async #run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const problem = await this.#readOnce(signal, () => {
        failures = 0;
      });
      if (signal.aborted) return;
      // A lost connection is expected: the banner reports it, the lines stay, and the log is
      // reopened.
      if (problem !== null && problem.code !== 'unreachable') {
        this.#change({ phase: 'failed', problem });
        return;
      }
      failures += 1;
      try {
        await pause(retryDelayMs(failures), signal);
        await this.#service.whenConnected(signal);
      } catch {
        // Only the end of this reading rejects here.
        return;
      }
    }
  }

  /**
   * Reads until the signal is aborted or the log fails. Returns the problem when the log cannot be
   * opened.
   */
  async #readOnce(signal: AbortSignal, onAnswer: () => void) {
    const { logs } = this.#service;
    const life = new AbortController();
    let open: OpenLog;
    try {
      const { log } = await logs.open({ containers: [...this.#containers] }, { signal });
      open = { id: log, life, signal: AbortSignal.any([signal, life.signal]) };
    } catch (error) {
      return toEngineProblem(error);
    }
    try {
      await this.#follow(open, onAnswer);
    } catch {
      // The log is reopened whatever the reason; the banner of the page reports a lost connection.
    } finally {
      life.abort();
      // Without a connection the call fails, and the service has already closed the log.
      logs.close({ log: open.id }).catch(() => {});
      this.rows.end(open);
    }
    return null;
  }

  /** Applies changes of the log until the signal is aborted. */
  async #follow(open: OpenLog, onAnswer: () => void): Promise<never> {
    const { logs, nextFrame } = this.#service;
    let known: LogState | null = null;
    for (;;) {
      const news: LogState = await logs.changes({ log: open.id, seq: known?.seq ?? 0 }, { signal: open.signal });
      open.signal.throwIfAborted();
      onAnswer();
      const isSameLog = known?.generation === news.generation;
      const isFlood = news.endLine - (known?.endLine ?? news.endLine) > floodLines;
      known = news;
      if (isSameLog) await this.rows.update(open, news);
      else known = await this.#begin(open, news);
      await nextFrame(open.signal);
      // In a flood everything visible changes at once: ten updates per second are enough, and leave
      // processor time to the containers.
      if (isFlood || !this.rows.isTailWatched) await pause(quietMs, open.signal);
    }
  }

  /**
   * Shows a log that was opened or that started over; reading continues at the same time of the
   * log.
   */
  async #begin(open: OpenLog, first: LogState): Promise<LogState> {
    const atMs = this.rows.readingMs();
    const news = atMs !== null && this.rows.now.open !== open ? await this.#catchUp(open, first, atMs) : first;
    await this.rows.begin(open, news, atMs);
    return news;
  }

  /** Waits until the older lines back to a time are known again. */
  async #catchUp({ id, signal }: OpenLog, first: LogState, ms: number): Promise<LogState> {
    const { logs } = this.#service;
    let news = first;
    while (news.olderDone < 1) {
      const { row } = await logs.locate({ log: id, rows: null, at: { ms } }, { signal });
      if (row > news.firstLine) break;
      news = await logs.changes({ log: id, seq: news.seq }, { signal });
    }
    return news;
  }
}
