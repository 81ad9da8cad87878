import type { LogFilter, SelectionState } from '../../../engine/contract/logs.ts';
import type { LogSource } from './log-source.ts';

/** Lines of an open log that a filter lets through, found by the service: newest first, and on with every new line. */
export class LogSelection {
  readonly id: string;
  readonly filter: LogFilter;
  readonly #source: LogSource;
  readonly #log: string;
  readonly #life = new AbortController();
  readonly #signal: AbortSignal;
  #state: SelectionState;

  /** Resolves with the first answer; fails with reason `pattern` when the query's pattern is none. */
  static async start(source: LogSource, log: string, filter: LogFilter, signal: AbortSignal): Promise<LogSelection> {
    const { selection } = await source.logs.select({ log, filter }, { signal });
    try {
      const state = await source.logs.selectionChanges({ log, selection, seq: 0 }, { signal });
      return new LogSelection(source, log, selection, filter, state, signal);
    } catch (error) {
      leave(source, log, selection);
      throw error;
    }
  }

  private constructor(
    source: LogSource,
    log: string,
    id: string,
    filter: LogFilter,
    state: SelectionState,
    signal: AbortSignal,
  ) {
    this.#source = source;
    this.#log = log;
    this.id = id;
    this.filter = filter;
    this.#state = state;
    this.#signal = AbortSignal.any([signal, this.#life.signal]);
  }

  get state(): SelectionState {
    return this.#state;
  }

  /** Waits for the next change. */
  async advance(): Promise<void> {
    const { seq } = this.#state;
    const query = { log: this.#log, selection: this.id, seq };
    this.#state = await this.#source.logs.selectionChanges(query, { signal: this.#signal });
  }

  /** Tells every change until it is closed. `onChange` is waited for: it is told of the newest state only. */
  async follow(onChange: () => Promise<void>): Promise<void> {
    while (!this.#signal.aborted) {
      await this.advance();
      await onChange();
      await this.#source.nextFrame(this.#signal);
    }
  }

  close(): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    leave(this.#source, this.#log, this.id);
  }
}

function leave({ logs }: LogSource, log: string, selection: string): void {
  // With the log, or the connection, the selection is gone already.
  logs.unselect({ log, selection }).catch(() => {});
}
