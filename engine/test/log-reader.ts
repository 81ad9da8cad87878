import type { LogFilter, LogLine, LogState, SelectionState } from '../contract/logs.ts';
import type { ServiceClient } from './service-client.ts';

type Logs = ServiceClient['client']['logs'];

/** A filter that lets everything through. */
export const everyLine: LogFilter = {
  query: null,
  levels: null,
  stream: null,
  sources: null,
  fromMs: null,
  toMs: null,
};

/** A log as a page has it open, for tests: waits for states, and reads all of it. */
export class LogReader implements AsyncDisposable {
  readonly log: string;
  state: LogState;
  readonly #logs: Logs;

  private constructor(logs: Logs, log: string, state: LogState) {
    this.#logs = logs;
    this.log = log;
    this.state = state;
  }

  static async open(logs: Logs, containers: readonly string[]): Promise<LogReader> {
    const { log } = await logs.open({ containers: [...containers] });
    return new LogReader(logs, log, await logs.changes({ log, seq: 0 }));
  }

  /** Waits until the state is as wanted. */
  async until(isWanted: (state: LogState) => boolean, timeoutMs = 30_000): Promise<LogState> {
    const signal = AbortSignal.timeout(timeoutMs);
    while (!isWanted(this.state)) {
      try {
        this.state = await this.#logs.changes({ log: this.log, seq: this.state.seq }, { signal });
      } catch (error) {
        throw new Error(`The log stayed at ${JSON.stringify(this.state)}.`, { cause: error });
      }
    }
    return this.state;
  }

  /** Waits until the log has ended and all of it is known. */
  async untilEnded(timeoutMs = 30_000): Promise<LogState> {
    return this.until(
      ({ sources, numberOffset }) => numberOffset !== null && sources.every(({ phase }) => phase === 'ended'),
      timeoutMs,
    );
  }

  /** All lines that are known, or all rows of a selection. */
  async readAll(
    rows: string | null = null,
    range = { from: this.state.firstLine, to: this.state.endLine },
  ): Promise<LogLine[]> {
    const all: LogLine[] = [];
    for (let from = range.from; from < range.to;) {
      const { lines } = await this.#logs.read({ log: this.log, rows, marks: null, from, to: range.to });
      const last = lines.at(-1);
      if (last === undefined) break;
      all.push(...lines);
      from = (rows === null ? last.line : last.row) + 1;
    }
    return all;
  }

  /** The texts of all lines. */
  async texts(): Promise<string[]> {
    return (await this.readAll()).map(({ text }) => text);
  }

  /** Looks for lines until all were looked at. */
  async select(filter: Partial<LogFilter>, timeoutMs = 30_000): Promise<SelectionState & { selection: string }> {
    const { selection } = await this.#logs.select({ log: this.log, filter: { ...everyLine, ...filter } });
    const signal = AbortSignal.timeout(timeoutMs);
    let state = await this.#logs.selectionChanges({ log: this.log, selection, seq: 0 }, { signal });
    while (!state.isDone)
      state = await this.#logs.selectionChanges({ log: this.log, selection, seq: state.seq }, { signal });
    return { ...state, selection };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#logs.close({ log: this.log });
  }
}
