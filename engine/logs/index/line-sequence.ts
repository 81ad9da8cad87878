import type { LogChunk } from './log-chunk.ts';
import type { LineStore } from './line-store.ts';

/** Consecutive lines of a log. Only the last block grows. */
export interface LineBlock {
  readonly firstLine: number;
  readonly lineCount: number;
}

/** Consecutive lines of one feed. */
export interface FeedLines {
  readonly feed: number;
  readonly fromLine: number;
  readonly toLine: number;
}

/** The lines of a log by number, from one feed or from several. */
export interface LineSequence {
  readonly firstLine: number;
  readonly endLine: number;
  readonly isWhole: boolean;
  /** The oldest first. */
  readonly blocks: readonly LineBlock[];
  /** The feed of a line, and its number in that feed. */
  readonly locate: (line: number) => { readonly feed: number; readonly line: number };
  /**
   * The lines of the feeds that lines `[from, to)` of a block consist of; counted from the first
   * line of the block.
   */
  readonly feedLines: (block: LineBlock, from: number, to: number) => FeedLines[];
  /**
   * Calls `visit` for lines `[from, to)` of a block in order, with the feed and the line's number
   * in it.
   */
  readonly eachLine: (
    block: LineBlock,
    from: number,
    to: number,
    visit: (index: number, feed: number, line: number) => void,
  ) => void;
  /** The first line at or after a time (milliseconds since 1970); `endLine` when there is none. */
  readonly findTime: (ms: number) => number;
  /** Adds the new lines of the feeds; returns whether anything changed. */
  readonly advance: () => boolean;
}

/** The sequence of a log with one feed: its blocks are the chunks of the feed. */
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

/** The index of the block with a line; -1 when there is none. */
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
