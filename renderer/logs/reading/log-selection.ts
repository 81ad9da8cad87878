import type { LogFilter, SelectionState } from '../../../engine/contract/logs.ts';
import type { LogService } from './log-service.ts';

/**
 * The lines of an open log that pass a filter. The service finds the newest first, and adds new
 * lines.
 */
export class LogSelection {
  readonly id: string;
  readonly filter: LogFilter;
  readonly #service: LogService;
  readonly #log: string;
  readonly #life = new AbortController();
  readonly #signal: AbortSignal;
  #state: SelectionState;

  /** Resolves with the first state; rejects with reason `pattern` for an invalid pattern. */
  static async start(service: LogService, log: string, filter: LogFilter, signal: AbortSignal): Promise<LogSelection> {
    const { selection } = await service.logs.select({ log, filter }, { signal });
    try {
      const state = await service.logs.selectionChanges({ log, selection, seq: 0 }, { signal });
      return new LogSelection(service, log, selection, filter, state, signal);
    } catch (error) {
      leave(service, log, selection);
      throw error;
    }
  }

  private constructor(
    service: LogService,
    log: string,
    id: string,
    filter: LogFilter,
    state: SelectionState,
    signal: AbortSignal,
  ) {
    this.#service = service;
    this.#log = log;
    this.id = id;
    this.filter = filter;
    this.#state = state;
    this.#signal = AbortSignal.any([signal, this.#life.signal]);
  }

  get state(): SelectionState {
    return this.#state;
  }

  /** Waits for the next state. */
  async advance(): Promise<void> {
    const { seq } = this.#state;
    const query = { log: this.#log, selection: this.id, seq };
    this.#state = await this.#service.logs.selectionChanges(query, { signal: this.#signal });
  }

  /**
   * Calls `onChange` for every new state until the selection is closed. Skips states that come
   * before `onChange` resolves.
   */
  async follow(onChange: () => Promise<void>): Promise<void> {
    while (!this.#signal.aborted) {
      await this.advance();
      await onChange();
      await this.#service.nextFrame(this.#signal);
    }
  }

  close(): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    leave(this.#service, this.#log, this.id);
  }
}

function leave({ logs }: LogService, log: string, selection: string): void {
  // If the log or the connection ended, the service has already removed the selection.
  logs.unselect({ log, selection }).catch(() => {});
}
