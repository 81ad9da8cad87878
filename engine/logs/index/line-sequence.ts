import type { LogChunk } from './log-chunk.ts';
import type { LineStore } from './line-store.ts';

/** A stretch of the lines of a log; the last one grows. */
export interface LineUnit {
  readonly firstLine: number;
  readonly lineCount: number;
}

/** A stretch of the lines of one source. */
export interface SourceLines {
  readonly source: number;
  readonly fromLine: number;
  readonly toLine: number;
}

/** The lines of a log by number, whether they come from one source or from many. */
export interface LineSequence {
  readonly firstLine: number;
  readonly endLine: number;
  readonly isWhole: boolean;
  /** From the oldest to the newest. */
  readonly units: readonly LineUnit[];
  /** Which line of which source a line is. */
  readonly locate: (line: number) => { readonly source: number; readonly line: number };
  /** The lines of the sources that make up lines `[from, to)` of a unit, counted from its first. */
  readonly sourceLines: (unit: LineUnit, from: number, to: number) => SourceLines[];
  /** Calls back for lines `[from, to)` of a unit, in order, with the line of the source that each is. */
  readonly eachLine: (
    unit: LineUnit,
    from: number,
    to: number,
    visit: (index: number, source: number, line: number) => void,
  ) => void;
  /** The first line at or after a time; `endLine` when there is none. */
  readonly findTime: (ms: number) => number;
  /** Takes in what the sources have found since. Answers whether there was anything. */
  readonly advance: () => boolean;
}

/** The lines of one source are the lines of the log. */
export class SingleSequence implements LineSequence {
  readonly #store: LineStore;
  #firstLine = 0;
  #endLine = 0;
  #isWhole = false;

  constructor(store: LineStore) {
    this.#store = store;
  }

  get firstLine(): number {
    return this.#store.firstLine;
  }

  get endLine(): number {
    return this.#store.endLine;
  }

  get isWhole(): boolean {
    return this.#store.isWhole;
  }

  get units(): readonly LogChunk[] {
    return this.#store.chunks;
  }

  locate(line: number): { source: number; line: number } {
    return { source: 0, line };
  }

  sourceLines(unit: LineUnit, from: number, to: number): SourceLines[] {
    return [{ source: 0, fromLine: unit.firstLine + from, toLine: unit.firstLine + to }];
  }

  eachLine(
    unit: LineUnit,
    from: number,
    to: number,
    visit: (index: number, source: number, line: number) => void,
  ): void {
    for (let index = from; index < to; index += 1) visit(index, 0, unit.firstLine + index);
  }

  findTime(ms: number): number {
    return this.#store.findTime(ms);
  }

  advance(): boolean {
    const { firstLine, endLine, isWhole } = this.#store;
    if (firstLine === this.#firstLine && endLine === this.#endLine && isWhole === this.#isWhole) return false;
    this.#firstLine = firstLine;
    this.#endLine = endLine;
    this.#isWhole = isWhole;
    return true;
  }
}

/** The unit that holds a line; -1 when none does. */
export function findUnit(units: readonly LineUnit[], line: number): number {
  let low = 0;
  let high = units.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const unit = units[middle];
    if (unit === undefined) return -1;
    if (line < unit.firstLine) high = middle - 1;
    else if (line >= unit.firstLine + unit.lineCount) low = middle + 1;
    else return middle;
  }
  return -1;
}
