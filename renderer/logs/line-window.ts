/** Enough for fast scrolling to and fro, and little beside the page itself. */
const keptAround = 5000;
const keptAtMost = 20_000;

/** Some lines of many, by number: those around what someone looks at; the rest is let go. */
export class LineWindow<Line> {
  readonly #lines = new Map<number, Line>();
  #from = 0;
  #to = 0;

  get(number: number): Line | undefined {
    return this.#lines.get(number);
  }

  set(number: number, line: Line): void {
    this.#lines.set(number, line);
    if (this.#lines.size > keptAtMost)
      this.#letGo((kept) => kept < this.#from - keptAround || kept > this.#to + keptAround);
  }

  /** The numbers `[from, to)` are looked at. */
  want(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
  }

  /** The first stretch of wanted lines within `[first, end)` that is not here; null when all are. */
  firstGap(first: number, end: number): { from: number; to: number } | null {
    const last = Math.min(this.#to, end);
    let from = Math.max(this.#from, first);
    while (from < last && this.#lines.has(from)) from += 1;
    if (from >= last) return null;
    let to = from + 1;
    while (to < last && !this.#lines.has(to)) to += 1;
    return { from, to };
  }

  /** Lines before `first` are gone at their source. */
  dropBefore(first: number): void {
    // Keys are nearly in order, but scrolling back adds earlier ones late: all are looked at, and only when some can go.
    this.#letGo((kept) => kept < first);
  }

  clear(): void {
    this.#lines.clear();
  }

  #letGo(isGone: (number: number) => boolean): void {
    for (const number of this.#lines.keys()) if (isGone(number)) this.#lines.delete(number);
  }
}
