import type { LogFilter, LogState, SelectionState } from '../../../engine/contract/logs.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';

/** What is known of a log that is being read. */
export interface ReaderState {
  /** `failed`: it cannot be read, and trying again by itself is useless. */
  readonly phase: 'opening' | 'open' | 'failed';
  readonly problem: EngineProblem | null;
  readonly log: LogState;
  /** The rows that are shown: `[first, end)`; lines by their number, or what a filter lets through. */
  readonly rows: RowSpan;
  readonly isFiltered: boolean;
  /** Grows when rows get other numbers: what was remembered by number means nothing any more. */
  readonly numbering: number;
  /** With a new numbering: the row where reading goes on. Null when the end was being followed. */
  readonly landing: number | null;
  /** Grows when lines were read. */
  readonly version: number;
  /** Characters of the longest line that was read. */
  readonly longestText: number;
  /** How far the search is; null without one. */
  readonly marks: SelectionState | null;
  /** Another one with every search. */
  readonly marksId: string | null;
  /** Of what the search or the filter could not be begun. */
  readonly lookProblem: EngineProblem | null;
}

export interface RowSpan {
  readonly first: number;
  readonly end: number;
}

/** What is looked for. */
export interface Look {
  /** Lines that match are marked and counted. */
  readonly marks: LogFilter | null;
  /** Only these lines are shown; the same object as `marks` when only matching lines are. */
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

/** Whether two filters let the same lines through. */
export function isSameFilter(one: LogFilter | null, other: LogFilter | null): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
