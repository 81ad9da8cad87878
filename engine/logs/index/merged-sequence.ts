import { findUnit, type LineSequence, type LineUnit, type SourceLines } from './line-sequence.ts';
import type { LineStore } from './line-store.ts';
import { MergeHeap } from './merge-heap.ts';

/** Lines of a unit. */
const unitLines = 8192;
/** New lines wait so long for lines of other sources that were written before them and are read after them. */
export const holdMs = 60;
/** Older lines that are merged before others get their turn. */
const sliceLines = 50_000;

/** What is known of a source: no older lines are awaited from one that cannot be read. */
export interface MergedSource {
  readonly store: LineStore;
  readonly isOver: () => boolean;
}

/** An index of a source for each line: one byte while that is enough, since it is kept for every line of the log. */
type Order = Uint8Array | Uint16Array;

/** Sources that an index of one byte tells apart. */
const byteSources = 256;

interface MergedUnit extends LineUnit {
  firstLine: number;
  lineCount: number;
  /** The source of each line. */
  readonly order: Order;
  /** Where it begins in each source. */
  readonly base: Int32Array;
}

/** Times that are read at once. */
const timesAtOnce = 4096;

/** Goes through one source in one direction, and knows the time of where it is. */
class Cursor {
  readonly store: LineStore;
  /** The next line forward; the one before it is the next backward. */
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

  /** When a line was written; one that does not say counts with the one that was asked for before. */
  timeOf(line: number): number {
    if (line < this.#firstLine || line >= this.#firstLine + this.#times.length) this.#readTimes(line);
    const ms = this.#times[line - this.#firstLine] ?? Number.NaN;
    if (!Number.isNaN(ms)) this.#lastMs = ms;
    return this.#lastMs;
  }

  /** Reads the times of a line and of those that come next; a chunk that grows is not read anew for each line that it gets. */
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
 * The lines of several sources in the order of their times; at most 65,536 sources. Older lines are merged from the newest back, up to where each source
 * has found its own; new ones are put at the end in the order of their times, as they come.
 */
export class MergedSequence implements LineSequence {
  readonly #sources: readonly MergedSource[];
  readonly #back: Cursor[];
  readonly #ahead: Cursor[];
  readonly #units: MergedUnit[] = [];
  readonly #clock: () => number;
  /** Up to which time lines were there, and since when. */
  #seen: { readonly atMs: number; readonly newestMs: number }[] = [];
  #isWhole = false;

  /** `clock` gives milliseconds from any time on. */
  constructor(sources: readonly MergedSource[], clock: () => number = () => performance.now()) {
    this.#sources = sources;
    this.#clock = clock;
    this.#back = sources.map(({ store }) => new Cursor(store, 'backward'));
    this.#ahead = sources.map(({ store }) => new Cursor(store, 'forward'));
  }

  get firstLine(): number {
    return this.#units[0]?.firstLine ?? 0;
  }

  get endLine(): number {
    const last = this.#units.at(-1);
    return last === undefined ? 0 : last.firstLine + last.lineCount;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  get units(): readonly LineUnit[] {
    return this.#units;
  }

  locate(line: number): { source: number; line: number } {
    const unit = this.#units[findUnit(this.#units, line)];
    if (unit === undefined) return { source: 0, line: Number.NaN };
    const index = line - unit.firstLine;
    const source = unit.order[index] ?? 0;
    let before = 0;
    for (let at = 0; at < index; at += 1) if (unit.order[at] === source) before += 1;
    return { source, line: (unit.base[source] ?? 0) + before };
  }

  sourceLines(unit: LineUnit, from: number, to: number): SourceLines[] {
    const found = new Map<number, { fromLine: number; toLine: number }>();
    this.eachLine(unit, from, to, (_index, source, line) => {
      const range = found.get(source);
      if (range === undefined) found.set(source, { fromLine: line, toLine: line + 1 });
      else range.toLine = line + 1;
    });
    return [...found].map(([source, range]) => ({ source, ...range }));
  }

  eachLine(
    unit: LineUnit,
    from: number,
    to: number,
    visit: (index: number, source: number, line: number) => void,
  ): void {
    const { order, base } = unit as MergedUnit;
    const next = Int32Array.from(base);
    for (let index = 0; index < to; index += 1) {
      const source = order[index] ?? 0;
      const line = next[source] ?? 0;
      next[source] = line + 1;
      if (index >= from) visit(index, source, line);
    }
  }

  findTime(ms: number): number {
    let low = this.firstLine;
    let high = this.endLine;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const { source, line } = this.locate(middle);
      if ((this.#sources[source]?.store.timeOf(line) ?? 0) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  advance(): boolean {
    const wasWhole = this.#isWhole;
    const hasNewer = this.#takeNewer();
    const hasOlder = this.#takeOlder();
    return hasNewer || hasOlder || wasWhole !== this.#isWhole;
  }

  /** Whether new lines wait for others. */
  get isHolding(): boolean {
    return this.#ahead.some(({ store, line }) => line < store.endLine);
  }

  /** Whether there are older lines that could be merged now. */
  get hasMore(): boolean {
    return !this.#isWhole && this.#back.some(({ store, line }) => line > store.firstLine) && !this.#isStalled();
  }

  #isStalled(): boolean {
    return this.#back.some((cursor, source) => cursor.line <= cursor.store.firstLine && !this.#isOver(source));
  }

  #isOver(source: number): boolean {
    const from = this.#sources[source];
    return from === undefined || from.store.isWhole || from.isOver();
  }

  /** The time up to which lines have waited long enough. */
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
    for (const { atMs, newestMs: ms } of this.#seen) if (atMs <= now - holdMs) horizon = ms;
    this.#seen = this.#seen.filter(({ atMs, newestMs: ms }) => atMs > now - holdMs || ms === horizon);
    return horizon;
  }

  #takeNewer(): boolean {
    const horizon = this.#horizon();
    const heap = new MergeHeap((one, other) => one.ms < other.ms || (one.ms === other.ms && one.source < other.source));
    const offer = (cursor: Cursor, source: number): void => {
      if (cursor.line < cursor.store.endLine) heap.push({ source, ms: cursor.timeOf(cursor.line) });
    };
    for (const [source, cursor] of this.#ahead.entries()) offer(cursor, source);
    let took = false;
    for (let next = heap.first; next !== undefined && next.ms <= horizon; next = heap.first) {
      heap.pop();
      this.#put(next.source);
      took = true;
      const cursor = this.#ahead[next.source];
      if (cursor !== undefined) offer(cursor, next.source);
    }
    return took;
  }

  #put(source: number): void {
    let unit = this.#units.at(-1);
    if (unit === undefined || unit.firstLine < 0 || unit.lineCount >= unitLines) {
      unit = {
        firstLine: this.endLine,
        lineCount: 0,
        order: this.#newOrder(unitLines),
        base: Int32Array.from(this.#ahead, ({ line }) => line),
      };
      this.#units.push(unit);
    }
    unit.order[unit.lineCount] = source;
    unit.lineCount += 1;
    const cursor = this.#ahead[source];
    if (cursor !== undefined) cursor.line += 1;
  }

  #takeOlder(): boolean {
    if (this.#isWhole) return false;
    const order = this.#newOrder(sliceLines);
    let start = sliceLines;
    const heap = new MergeHeap((one, other) => one.ms > other.ms || (one.ms === other.ms && one.source > other.source));
    /** False where older lines of the source are not known yet. */
    const offer = (cursor: Cursor, source: number): boolean => {
      if (cursor.line <= cursor.store.firstLine) return this.#isOver(source);
      heap.push({ source, ms: cursor.timeOf(cursor.line - 1) });
      return true;
    };
    let isStalled = false;
    for (const [source, cursor] of this.#back.entries()) if (!offer(cursor, source)) isStalled = true;
    while (start > 0 && !isStalled) {
      const next = heap.pop();
      if (next === undefined) {
        this.#isWhole = true;
        break;
      }
      start -= 1;
      order[start] = next.source;
      const cursor = this.#back[next.source];
      if (cursor === undefined) continue;
      cursor.line -= 1;
      isStalled = !offer(cursor, next.source);
    }
    if (start === sliceLines) return false;
    this.#prepend(order.subarray(start));
    return true;
  }

  #newOrder(lines: number): Order {
    return this.#sources.length <= byteSources ? new Uint8Array(lines) : new Uint16Array(lines);
  }

  /** Puts lines before all others; the cursors are where they begin. */
  #prepend(order: Order): void {
    const base = Int32Array.from(this.#back, ({ line }) => line);
    const units: MergedUnit[] = [];
    let firstLine = this.firstLine - order.length;
    for (let at = 0; at < order.length; at += unitLines) {
      const part = order.slice(at, at + unitLines);
      units.push({ firstLine, lineCount: part.length, order: part, base: Int32Array.from(base) });
      for (const source of part) base[source] = (base[source] ?? 0) + 1;
      firstLine += part.length;
    }
    this.#units.unshift(...units);
  }
}
