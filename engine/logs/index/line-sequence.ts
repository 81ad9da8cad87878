import type { LogChunk } from './log-chunk.ts';
import type { LineStore } from './line-store.ts';

/** A stretch of the lines of a log; the last one grows. */
export interface LineBlock {
  readonly firstLine: number;
  readonly lineCount: number;
}

/** A stretch of the lines of one feed. */
export interface FeedLines {
  readonly feed: number;
  readonly fromLine: number;
  readonly toLine: number;
}

/** The lines of a log by number, whether they come from one feed or from many. */
export interface LineSequence {
  readonly firstLine: number;
  readonly endLine: number;
  readonly isWhole: boolean;
  /** From the oldest to the newest. */
  readonly blocks: readonly LineBlock[];
  /** Which line of which feed a line is. */
  readonly locate: (line: number) => { readonly feed: number; readonly line: number };
  /** The lines of the feeds that make up lines `[from, to)` of a block, counted from its first. */
  readonly feedLines: (block: LineBlock, from: number, to: number) => FeedLines[];
  /** Calls back for lines `[from, to)` of a block, in order, with the line of the feed that each is. */
  readonly eachLine: (
    block: LineBlock,
    from: number,
    to: number,
    visit: (index: number, feed: number, line: number) => void,
  ) => void;
  /** The first line at or after a time; `endLine` when there is none. */
  readonly findTime: (ms: number) => number;
  /** Takes in what the feeds have found since. Answers whether there was anything. */
  readonly advance: () => boolean;
}

/** The lines of one feed are the lines of the log. */
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

  get blocks(): readonly LogChunk[] {
    return this.#store.chunks;
  }

  locate(line: number): { feed: number; line: number } {
    return { feed: 0, line };
  }

  feedLines(block: LineBlock, from: number, to: number): FeedLines[] {
    return [{ feed: 0, fromLine: block.firstLine + from, toLine: block.firstLine + to }];
  }

  eachLine(
    block: LineBlock,
    from: number,
    to: number,
    visit: (index: number, feed: number, line: number) => void,
  ): void {
    for (let index = from; index < to; index += 1) visit(index, 0, block.firstLine + index);
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

/** The block that holds a line; -1 when none does. */
export function findBlock(blocks: readonly LineBlock[], line: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const block = blocks[middle];
    if (block === undefined) return -1;
    if (line < block.firstLine) high = middle - 1;
    else if (line >= block.firstLine + block.lineCount) low = middle + 1;
    else return middle;
  }
  return -1;
}
