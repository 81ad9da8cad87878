import type { LogFilter, LogState, SelectionState } from '../../../engine/contract/logs.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';

/** The state of a log reader. */
export interface ReaderState {
  /** `failed`: the log cannot be read, and retrying would not help. */
  readonly phase: 'opening' | 'open' | 'failed';
  readonly problem: EngineProblem | null;
  readonly log: LogState;
  /** The shown rows `[first, end)`: all lines by number, or those that pass a filter. */
  readonly rows: RowSpan;
  readonly isFiltered: boolean;
  /** Increases when rows get other numbers: remembered numbers become invalid. */
  readonly numbering: number;
  /** With a new numbering, the row at which reading continues. Null for the end of the log. */
  readonly landing: number | null;
  /** Increases when lines were loaded. */
  readonly version: number;
  /** Characters of the longest loaded line. */
  readonly longestText: number;
  /** The progress of the search; null without one. */
  readonly marks: SelectionState | null;
  /** Identifies the search. */
  readonly marksId: string | null;
  /** Why the search or the filter was not started. */
  readonly lookProblem: EngineProblem | null;
}

export interface RowSpan {
  readonly first: number;
  readonly end: number;
}

/** What to search and what to show. */
export interface Look {
  /** Matching lines are marked and counted. */
  readonly marks: LogFilter | null;
  /** Only these lines are shown; the same object as `marks` when only matching lines are shown. */
  readonly rows: LogFilter | null;
}

export const lookAtAll: Look = { marks: null, rows: null };

const unreadLog: LogState = {
  seq: 0,
  generation: 0,
  firstLine: 0,
  endLine: 0,
  numberOffset: null,
  olderDone: 0,
  levels: { error: 0, warn: 0, info: 0, debug: 0 },
  sizeBytes: 0,
  behindLines: 0,
  sources: [],
};

export const beginning: ReaderState = {
  phase: 'opening',
  problem: null,
  log: unreadLog,
  rows: { first: 0, end: 0 },
  isFiltered: false,
  numbering: 0,
  landing: null,
  version: 0,
  longestText: 0,
  marks: null,
  marksId: null,
  lookProblem: null,
};

/** Whether two filters pass the same lines. */
export function isSameFilter(one: LogFilter | null, other: LogFilter | null): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
