import { findBlock, type LineSequence, type LineBlock, type FeedLines } from './line-sequence.ts';
import type { LineStore } from './line-store.ts';
import { MergeHeap } from './merge-heap.ts';

/** Lines per block. */
const blockLines = 8192;
/** New lines wait this long for earlier lines of other feeds that are read later. */
export const mergeWaitMs = 60;
/** Older lines per slice: the thread serves other calls between slices. */
const sliceLines = 50_000;

/**
 * A feed as the merge sees it: `isOver` returns true when no older lines will come, because the
 * feed failed.
 */
export interface MergedFeed {
  readonly store: LineStore;
  readonly isOver: () => boolean;
}

/** The feed of each line, in one byte while that suffices: a log may have millions of lines. */
type FeedIndexes = Uint8Array | Uint16Array;

/** Number of feeds that one byte distinguishes. */
const byteFeeds = 256;

interface MergedBlock extends LineBlock {
  firstLine: number;
  lineCount: number;
  /** The feed of each line. */
  readonly feedOf: FeedIndexes;
  /** The first line of the block in each feed. */
  readonly base: Int32Array;
}

/** Times per read. */
const timesAtOnce = 4096;

/** Walks through one feed in one direction, with the times of its lines. */
class Cursor {
  readonly store: LineStore;
  /** The next line forward. Backward, the next one is the line before it. */
  line: number;
  readonly #isForward: boolean;
  #times: Float64Array = new Float64Array(0);
  #firstLine = 0;
  #lastMs = 0;

  constructor(store: LineStore, direction: 'forward' | 'backward') {
    this.store = store;
    this.line = store.endLine;
    this.#isForward = direction === 'forward';
  }

  /** The time of a line; a line without a time has that of the line asked for before. */
  timeOf(line: number): number {
    if (line < this.#firstLine || line >= this.#firstLine + this.#times.length) this.#readTimes(line);
    const ms = this.#times[line - this.#firstLine] ?? Number.NaN;
    if (!Number.isNaN(ms)) this.#lastMs = ms;
    return this.#lastMs;
  }

  /**
   * Reads the times of a line and of those that follow in this direction, so that a growing chunk
   * is not read for every new line.
   */
  #readTimes(line: number): void {
    const chunk = this.store.chunks[this.store.findChunk(line)];
    if (chunk === undefined) return;
    const index = line - chunk.firstLine;
    const from = this.#isForward ? index : Math.max(0, index - timesAtOnce + 1);
    const to = this.#isForward ? Math.min(chunk.lineCount, index + timesAtOnce) : index + 1;
    this.#firstLine = chunk.firstLine + from;
    this.#times = this.store.timesOf(chunk, from, to - from);
  }
}

/**
 * The lines of several feeds (at most 65,536) by time. Older lines are merged from the newest back,
 * up to where every feed has found its own; new lines are appended in the order of their times.
 */
export class MergedSequence implements LineSequence {
  readonly #feeds: readonly MergedFeed[];
  readonly #back: Cursor[];
  readonly #ahead: Cursor[];
  readonly #blocks: MergedBlock[] = [];
  readonly #clock: () => number;
  /** The newest time of the waiting lines, and when it was seen. */
  #seen: { readonly atMs: number; readonly newestMs: number }[] = [];
  #isWhole = false;

  /** `clock` returns milliseconds of a monotonic clock. */
  constructor(feeds: readonly MergedFeed[], clock: () => number = () => performance.now()) {
    this.#feeds = feeds;
    this.#clock = clock;
    this.#back = feeds.map(({ store }) => new Cursor(store, 'backward'));
    this.#ahead = feeds.map(({ store }) => new Cursor(store, 'forward'));
  }

  get firstLine(): number {
    return this.#blocks[0]?.firstLine ?? 0;
  }

  get endLine(): number {
    const last = this.#blocks.at(-1);
    return last === undefined ? 0 : last.firstLine + last.lineCount;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  get blocks(): readonly LineBlock[] {
    return this.#blocks;
  }

  locate(line: number): { feed: number; line: number } {
    const block = this.#blocks[findBlock(this.#blocks, line)];
    if (block === undefined) return { feed: 0, line: Number.NaN };
    const index = line - block.firstLine;
    const feed = block.feedOf[index] ?? 0;
    let before = 0;
    for (let at = 0; at < index; at += 1) if (block.feedOf[at] === feed) before += 1;
    return { feed, line: (block.base[feed] ?? 0) + before };
  }

  feedLines(block: LineBlock, from: number, to: number): FeedLines[] {
    const found = new Map<number, { fromLine: number; toLine: number }>();
    this.eachLine(block, from, to, (_index, feed, line) => {
      const range = found.get(feed);
      if (range === undefined) found.set(feed, { fromLine: line, toLine: line + 1 });
      else range.toLine = line + 1;
    });
    return [...found].map(([feed, range]) => ({ feed, ...range }));
  }

  eachLine(
    block: LineBlock,
    from: number,
    to: number,
    visit: (index: number, feed: number, line: number) => void,
  ): void {
    const { feedOf, base } = block as MergedBlock;
    const next = Int32Array.from(base);
    for (let index = 0; index < to; index += 1) {
      const feed = feedOf[index] ?? 0;
      const line = next[feed] ?? 0;
      next[feed] = line + 1;
      if (index >= from) visit(index, feed, line);
    }
  }

  findTime(ms: number): number {
    let low = this.firstLine;
    let high = this.endLine;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const { feed, line } = this.locate(middle);
      if ((this.#feeds[feed]?.store.timeOf(line) ?? 0) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  advance(): boolean {
    const wasWhole = this.#isWhole;
    const hasNewer = this.#mergeNewer();
    const hasOlder = this.#mergeOlder();
    return hasNewer || hasOlder || wasWhole !== this.#isWhole;
  }

  /** Whether new lines wait for other feeds. */
  get isWaiting(): boolean {
    return this.#ahead.some(({ store, line }) => line < store.endLine);
  }

  /** Whether older lines can be merged now. */
  get hasMore(): boolean {
    return !this.#isWhole && this.#back.some(({ store, line }) => line > store.firstLine) && !this.#isStalled();
  }

  #isStalled(): boolean {
    return this.#back.some((cursor, feed) => cursor.line <= cursor.store.firstLine && !this.#isOver(feed));
  }

  #isOver(feed: number): boolean {
    const from = this.#feeds[feed];
    return from === undefined || from.store.isWhole || from.isOver();
  }

  /** Lines up to this time have waited long enough. */
  #horizon(): number {
    const now = this.#clock();
    let newestMs = Number.NEGATIVE_INFINITY;
    for (const cursor of this.#ahead) {
      const { endLine } = cursor.store;
      if (cursor.line < endLine) newestMs = Math.max(newestMs, cursor.store.timeOf(endLine - 1) || 0);
    }
    const last = this.#seen.at(-1);
    if (last === undefined || last.newestMs < newestMs) this.#seen.push({ atMs: now, newestMs });
    let horizon = Number.NEGATIVE_INFINITY;
    for (const { atMs, newestMs: ms } of this.#seen) if (atMs <= now - mergeWaitMs) horizon = ms;
    this.#seen = this.#seen.filter(({ atMs, newestMs: ms }) => atMs > now - mergeWaitMs || ms === horizon);
    return horizon;
  }

  #mergeNewer(): boolean {
    const horizon = this.#horizon();
    const heap = new MergeHeap((one, other) => one.ms < other.ms || (one.ms === other.ms && one.feed < other.feed));
    const offer = (cursor: Cursor, feed: number): void => {
      if (cursor.line < cursor.store.endLine) heap.push({ feed, ms: cursor.timeOf(cursor.line) });
    };
    for (const [feed, cursor] of this.#ahead.entries()) offer(cursor, feed);
    let hasMerged = false;
    for (let next = heap.first; next !== undefined && next.ms <= horizon; next = heap.first) {
      heap.pop();
      this.#put(next.feed);
      hasMerged = true;
      const cursor = this.#ahead[next.feed];
      if (cursor !== undefined) offer(cursor, next.feed);
    }
    return hasMerged;
  }

  #put(feed: number): void {
    let block = this.#blocks.at(-1);
    if (block === undefined || block.firstLine < 0 || block.lineCount >= blockLines) {
      block = {
        firstLine: this.endLine,
        lineCount: 0,
        feedOf: this.#newIndexes(blockLines),
        base: Int32Array.from(this.#ahead, ({ line }) => line),
      };
      this.#blocks.push(block);
    }
    block.feedOf[block.lineCount] = feed;
    block.lineCount += 1;
    const cursor = this.#ahead[feed];
    if (cursor !== undefined) cursor.line += 1;
  }

  #mergeOlder(): boolean {
    if (this.#isWhole) return false;
    const feedOf = this.#newIndexes(sliceLines);
    let start = sliceLines;
    const heap = new MergeHeap((one, other) => one.ms > other.ms || (one.ms === other.ms && one.feed > other.feed));
    /** Returns false while older lines of the feed are unknown. */
    const offer = (cursor: Cursor, feed: number): boolean => {
      if (cursor.line <= cursor.store.firstLine) return this.#isOver(feed);
      heap.push({ feed, ms: cursor.timeOf(cursor.line - 1) });
      return true;
    };
    let isStalled = false;
    for (const [feed, cursor] of this.#back.entries()) if (!offer(cursor, feed)) isStalled = true;
    while (start > 0 && !isStalled) {
      const next = heap.pop();
      if (next === undefined) {
        this.#isWhole = true;
        break;
      }
      start -= 1;
      feedOf[start] = next.feed;
      const cursor = this.#back[next.feed];
      if (cursor === undefined) continue;
      cursor.line -= 1;
      isStalled = !offer(cursor, next.feed);
    }
    if (start === sliceLines) return false;
    this.#prepend(feedOf.subarray(start));
    return true;
  }

  #newIndexes(lines: number): FeedIndexes {
    return this.#feeds.length <= byteFeeds ? new Uint8Array(lines) : new Uint16Array(lines);
  }

  /** Prepends lines; the cursors are at their beginning. */
  #prepend(feedOf: FeedIndexes): void {
    const base = Int32Array.from(this.#back, ({ line }) => line);
    const blocks: MergedBlock[] = [];
    let firstLine = this.firstLine - feedOf.length;
    for (let at = 0; at < feedOf.length; at += blockLines) {
      const ofBlock = feedOf.slice(at, at + blockLines);
      blocks.push({ firstLine, lineCount: ofBlock.length, feedOf: ofBlock, base: Int32Array.from(base) });
      for (const feed of ofBlock) base[feed] = (base[feed] ?? 0) + 1;
      firstLine += ofBlock.length;
    }
    this.#blocks.unshift(...blocks);
  }
}
