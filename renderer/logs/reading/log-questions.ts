import type { LogDensity, LogLine } from '../../../engine/contract/logs.ts';
import type { LogSelection } from './log-selection.ts';
import type { LogService } from './log-service.ts';
import type { OpenLog, Shown } from './shown-rows.ts';

/** Number of errors and warnings among the matching lines. */
export interface MatchTally {
  readonly marksId: string;
  readonly errors: number;
  readonly warnings: number;
}

export interface FoundLine {
  readonly line: number;
  readonly row: number;
  readonly index: number;
}

/** What is open and shown now. */
interface Now {
  readonly open: OpenLog | null;
  readonly shown: Shown | null;
  readonly marks: LogSelection | null;
}

/** Single questions about the open log. They fail while it is being reopened. */
export class LogQuestions {
  readonly #service: LogService;
  readonly #now: () => Now;

  constructor(service: LogService, now: () => Now) {
    this.#service = service;
    this.#now = now;
  }

  /** The next matching line after a line, or the last one before it. */
  async find(line: number, direction: 'next' | 'previous'): Promise<FoundLine | null> {
    const { marks, shown } = this.#now();
    if (marks === null || shown === null) return null;
    const rows = shown.selection?.id ?? null;
    const { found } = await this.#service.logs.find({ log: shown.open.id, marks: marks.id, rows, line, direction });
    const now = this.#now();
    return now.marks === marks && now.shown === shown ? found : null;
  }

  /** The first row at or after a line or a time; null without an open log. */
  async locate(at: { line: number } | { ms: number }): Promise<{ row: number; line: number } | null> {
    const { shown } = this.#now();
    if (shown === null) return null;
    return await this.#service.logs.locate({ log: shown.open.id, rows: shown.selection?.id ?? null, at });
  }

  /** The density of the shown rows for the minimap; null without an open log. */
  async density(buckets: number): Promise<LogDensity | null> {
    const { shown, marks } = this.#now();
    if (shown === null) return null;
    const rows = shown.selection?.id ?? null;
    return await this.#service.logs.density({ log: shown.open.id, rows, marks: marks?.id ?? null, buckets });
  }

  /** Counts the levels of the matching lines; null without a search. */
  async tally(): Promise<MatchTally | null> {
    const { marks, open } = this.#now();
    if (marks === null || open === null) return null;
    const { errors, warnings } = await this.#service.logs.density({
      log: open.id,
      rows: marks.id,
      marks: null,
      buckets: 1,
    });
    return { marksId: marks.id, errors: errors[0] ?? 0, warnings: warnings[0] ?? 0 };
  }

  /** Up to 1 MiB of a line's text. */
  async text(line: number, fromBytes: number): Promise<{ text: string; restBytes: number } | null> {
    const { open } = this.#now();
    return open === null ? null : await this.#service.logs.text({ log: open.id, line, fromBytes });
  }

  /** Reads at most 1,000 shown rows, without keeping them. */
  async read(from: number, to: number): Promise<readonly LogLine[]> {
    const { shown } = this.#now();
    if (shown === null) return [];
    const { lines } = await this.#service.logs.read({
      log: shown.open.id,
      rows: shown.selection?.id ?? null,
      marks: null,
      from,
      to,
    });
    return lines;
  }

  /** Saves all lines, or the shown ones, to a file on the computer of the service. */
  async save(options: { isAll: boolean; hasTimes: boolean; gzip: boolean }, signal: AbortSignal) {
    const { shown } = this.#now();
    if (shown === null) return null;
    const { isAll, ...how } = options;
    const rows = isAll ? null : (shown.selection?.id ?? null);
    return await this.#service.logs.save({ log: shown.open.id, rows, ...how }, { signal });
  }
}
