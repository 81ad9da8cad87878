/** Enough for fast scrolling to and fro, and little beside the page itself: a line may hold 8,192 characters. */
const keptAround = 1000;
const keptAtMost = 4000;
/** Read before it is looked at, so that scrolling meets lines. */
const readAhead = 150;

interface Kept<Line> {
  readonly line: Line;
  readonly stamp: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Some lines of many, by number: those around what someone looks at; the rest is let go. */
export class LineWindow<Line> {
  readonly #lines = new Map<number, Kept<Line>>();
  #asked: Range[] = [];
  #stamp = 0;
  #from = 0;
  #to = 0;

  /** A line that is here, also when it is to be read anew. */
  get(number: number): Line | undefined {
    return this.#lines.get(number)?.line;
  }

  set(number: number, line: Line): void {
    this.#lines.set(number, { line, stamp: this.#stamp });
    if (this.#lines.size > keptAtMost)
      this.#letGo((kept) => kept < this.#from - keptAround || kept > this.#to + keptAround);
  }

  /** The numbers `[from, to)` are looked at. */
  want(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
  }

  /** All lines are to be read anew, and stay until they are. */
  renew(): void {
    this.#stamp += 1;
    this.#asked = [];
  }

  /** These are being read: they are no gap until `answered`. */
  asked(range: Range): void {
    this.#asked.push(range);
  }

  answered(range: Range): void {
    this.#asked = this.#asked.filter((one) => one !== range);
  }

  /** What was asked for and never came is asked for again. */
  askAgain(): void {
    this.#asked = [];
  }

  /**
   * The first stretch of wanted lines within `[first, end)` that is neither here nor asked for; when all that is looked at is here, of
   * those around it. Null when nothing is missing.
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

  /** Lines before `first` are gone at their source. */
  dropBefore(first: number): void {
    // Keys are nearly in order, but scrolling back adds earlier ones late: all are looked at, and only when some can go.
    if (this.#lines.size > 0) this.#letGo((kept) => kept < first);
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

  #letGo(isGone: (number: number) => boolean): void {
    for (const number of this.#lines.keys()) if (isGone(number)) this.#lines.delete(number);
  }
}
