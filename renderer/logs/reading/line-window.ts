/**
 * Enough for fast scrolling in both directions, with bounded memory: a line may have 8,192
 * characters.
 */
const keptAround = 1000;
const keptAtMost = 4000;
/** Rows around the wanted ones that are read in advance. */
const readAhead = 150;

interface Kept<Line> {
  readonly line: Line;
  readonly stamp: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A window on numbered lines: keeps those around the wanted numbers, and drops the others. */
export class LineWindow<Line> {
  readonly #lines = new Map<number, Kept<Line>>();
  #asked: Range[] = [];
  #stamp = 0;
  #from = 0;
  #to = 0;

  /** A loaded line, even when it has to be read again. */
  get(number: number): Line | undefined {
    return this.#lines.get(number)?.line;
  }

  set(number: number, line: Line): void {
    this.#lines.set(number, { line, stamp: this.#stamp });
    if (this.#lines.size > keptAtMost)
      this.#dropWhere((kept) => kept < this.#from - keptAround || kept > this.#to + keptAround);
  }

  /** Sets the wanted numbers, `[from, to)`. */
  want(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
  }

  /** Marks all lines as outdated; they stay until they are read again. */
  renew(): void {
    this.#stamp += 1;
    this.#asked = [];
  }

  /** Marks a range as requested: it is no gap until `answered`. */
  asked(range: Range): void {
    this.#asked.push(range);
  }

  answered(range: Range): void {
    this.#asked = this.#asked.filter((one) => one !== range);
  }

  /** Makes requested ranges gaps again. */
  askAgain(): void {
    this.#asked = [];
  }

  /**
   * The first range within `[first, end)` of wanted lines that are neither loaded nor requested; if
   * there is none, the first such range around them. Null when nothing is missing.
   */
  firstGap(first: number, end: number): Range | null {
    const from = Math.max(this.#from, first);
    const to = Math.min(this.#to, end);
    if (from >= to) return null;
    return (
      this.#gapIn(from, to) ??
      this.#gapIn(to, Math.min(to + readAhead, end)) ??
      this.#gapIn(Math.max(from - readAhead, first), from)
    );
  }

  /** Drops lines before `first`. */
  dropBefore(first: number): void {
    // Keys are not quite in order, because scrolling back adds earlier ones: check all of them.
    if (this.#lines.size > 0) this.#dropWhere((kept) => kept < first);
  }

  #gapIn(first: number, end: number): Range | null {
    let from = first;
    while (from < end && !this.#isMissing(from)) from += 1;
    if (from >= end) return null;
    let to = from + 1;
    while (to < end && this.#isMissing(to)) to += 1;
    return { from, to };
  }

  #isMissing(number: number): boolean {
    const kept = this.#lines.get(number);
    if (kept?.stamp === this.#stamp) return false;
    return !this.#asked.some(({ from, to }) => number >= from && number < to);
  }

  #dropWhere(isGone: (number: number) => boolean): void {
    for (const number of this.#lines.keys()) if (isGone(number)) this.#lines.delete(number);
  }
}
