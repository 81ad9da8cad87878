import { stripEscapes } from '../../contract/escape-sequences.ts';
import { decodeLine, partialsBit, plainBit, tangledBit } from '../index/log-chunk.ts';
import { parseTime } from '../index/log-time.ts';
import type { Matcher } from './matcher.ts';
import { createFields, type RecordFormat } from '../files/record-format.ts';
import type { WantedBytes } from './wanted-bytes.ts';

/** The conditions of a scan. */
export interface ScanFilter {
  readonly matcher: Matcher | null;
  /** Indexed by the meta byte without its shape: 1 for lines that may match. */
  readonly allowed: Uint8Array;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** Lines in a buffer. */
export interface ScanLines {
  readonly bytes: Buffer;
  /** The beginning of each line: its offset in the buffer plus `offset`. */
  readonly starts: Uint32Array;
  readonly offset: number;
  readonly metas: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly format: RecordFormat;
}

/** Meta bits of stream and level. */
export const kindMask = 15;

/** Calls `found` with the index of each matching line, in order. */
export function scanLines(lines: ScanLines, filter: ScanFilter, found: (index: number) => void): void {
  const scan = new Scan(lines, filter, found);
  scan.run();
}

class Scan {
  readonly #lines: ScanLines;
  readonly #filter: ScanFilter;
  readonly #found: (index: number) => void;
  readonly #fields = createFields();
  /** The buffer with one character per byte, created on demand. */
  #characters: string | null = null;

  constructor(lines: ScanLines, filter: ScanFilter, found: (index: number) => void) {
    this.#lines = lines;
    this.#filter = filter;
    this.#found = found;
  }

  run(): void {
    const { matcher } = this.#filter;
    if (matcher === null) this.#byKind();
    else if (matcher.bytes !== null) this.#byBytes(matcher, matcher.bytes);
    else if (matcher.pattern !== null) this.#byPattern(matcher, matcher.pattern);
    else this.#oneByOne(matcher);
  }

  #byKind(): void {
    for (let index = this.#lines.from; index < this.#lines.to; index += 1)
      if (this.#isAllowed(index)) this.#found(index);
  }

  #oneByOne(matcher: Matcher): void {
    for (let index = this.#lines.from; index < this.#lines.to; index += 1) this.#try(index, matcher);
  }

  #byBytes(matcher: Matcher, wanted: WantedBytes): void {
    const { bytes } = this.#lines;
    this.#byHits(
      matcher,
      (from) => wanted.find(bytes, from),
      (meta) => (meta & tangledBit) !== 0,
      matcher.isExact ? wanted.length : 0,
    );
  }

  #byPattern(matcher: Matcher, pattern: RegExp): void {
    const characters = this.#asCharacters();
    const needsTry = matcher.patternSeesEscaped ? tangledBit : plainBit;
    this.#byHits(
      matcher,
      (from) => {
        pattern.lastIndex = from;
        return pattern.exec(characters)?.index ?? -1;
      },
      matcher.patternSeesEscaped ? (meta) => (meta & needsTry) !== 0 : (meta) => (meta & needsTry) === 0,
      0,
    );
  }

  /**
   * Tries the lines in which `next` finds a hit, and those for which `mustTry` is true. A hit of
   * `exactLength` bytes within the text of a plain line is a match.
   */
  #byHits(
    matcher: Matcher,
    next: (from: number) => number,
    mustTry: (meta: number) => boolean,
    exactLength: number,
  ): void {
    const { metas, from, to } = this.#lines;
    let hit = next(this.#startOf(from));
    for (let index = from; index < to;) {
      // Lines without a hit that need no try are skipped.
      const lineOfHit = hit < 0 ? to : this.#lineAt(hit, index);
      while (index < Math.min(lineOfHit, to)) {
        if (mustTry(metas[index] ?? 0)) this.#try(index, matcher);
        index += 1;
      }
      if (index >= to) return;
      const isExact = exactLength > 0 && ((metas[index] ?? 0) & plainBit) !== 0;
      if (!isExact) {
        this.#try(index, matcher);
      } else if (this.#isAllowed(index)) {
        const within = this.#hitWithin(index, hit, exactLength);
        if (within === 'before') {
          // The hit is before the text, in the framing of the record: the text may contain another
          // one.
          hit = next(hit + 1);
          continue;
        }
        if (within === 'inside') this.#found(index);
      }
      index += 1;
      hit = index < to ? next(this.#startOf(index)) : -1;
    }
  }

  #hitWithin(index: number, hit: number, length: number): 'before' | 'inside' | 'after' {
    this.#find(index);
    if (hit < this.#fields.textStart) return 'before';
    return hit + length <= this.#fields.textEnd ? 'inside' : 'after';
  }

  #try(index: number, matcher: Matcher): void {
    if (this.#isAllowed(index) && matcher.test(this.#textOf(index))) this.#found(index);
  }

  #isAllowed(index: number): boolean {
    const { allowed, fromMs, toMs } = this.#filter;
    if (allowed[(this.#lines.metas[index] ?? 0) & kindMask] !== 1) return false;
    if (fromMs === null && toMs === null) return true;
    this.#find(index);
    const timeMs = parseTime(this.#lines.bytes, this.#fields.timeStart, this.#fields.timeEnd);
    return (fromMs === null || timeMs >= fromMs) && (toMs === null || timeMs < toMs);
  }

  #startOf(index: number): number {
    return (this.#lines.starts[index] ?? 0) - this.#lines.offset;
  }

  #endOf(index: number): number {
    return index + 1 < this.#lines.to ? this.#startOf(index + 1) : this.#lines.bytes.length;
  }

  /**
   * The line that contains a byte. Searches from `from` on with growing steps, because hits are
   * often close to each other.
   */
  #lineAt(byte: number, from: number): number {
    const { to } = this.#lines;
    let step = 1;
    let low = from;
    while (low + step < to && this.#startOf(low + step) <= byte) {
      low += step;
      step *= 2;
    }
    let high = Math.min(to, low + step);
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (this.#startOf(middle) <= byte) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Finds the fields of a line's first record. */
  #find(index: number): void {
    const { bytes, format } = this.#lines;
    const start = this.#startOf(index);
    const end = this.#endOf(index);
    const isOne = ((this.#lines.metas[index] ?? 0) & tangledBit) === 0;
    const newlineAt = isOne ? end - 1 : bytes.indexOf(0x0a, start);
    format.findFields(bytes, start, bytes[newlineAt] === 0x0a && newlineAt < end ? newlineAt : end, this.#fields);
  }

  #textOf(index: number): string {
    const { bytes, format, metas } = this.#lines;
    const meta = metas[index] ?? 0;
    if ((meta & plainBit) !== 0) {
      this.#find(index);
      return this.#asCharacters().slice(this.#fields.textStart, this.#fields.textEnd);
    }
    const end = (meta & partialsBit) === 0 ? this.#endOf(index) : bytes.length;
    return stripEscapes(decodeLine(bytes.subarray(this.#startOf(index), end), format, this.#fields).text);
  }

  #asCharacters(): string {
    this.#characters ??= this.#lines.bytes.toString('latin1');
    return this.#characters;
  }
}
