/** So many lines stay; the oldest make room. */
const keptLines = 2_000;
/** So many lines are in one answer. */
const answeredLines = 500;
/** A longer line is cut. */
const lineCharacters = 2_000;

/** What programs said in the course of a job: numbered lines, the last 2,000. */
export class JobLog {
  #lines: string[] = [];
  #from = 0;

  /** The number of the next line. */
  get end(): number {
    return this.#from + this.#lines.length;
  }

  /** Adds one line or several; the last line end is not a line of its own. */
  add(text: string): void {
    for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) this.#lines.push(line.slice(0, lineCharacters));
    const surplus = this.#lines.length - keptLines;
    if (surplus <= 0) return;
    this.#lines.splice(0, surplus);
    this.#from += surplus;
  }

  /** Lines from this number on, 500 at most, and the number of the first: the oldest that is kept where that is later. */
  read(from: number): { from: number; lines: string[] } {
    const first = Math.min(Math.max(from, this.#from), this.end);
    const index = first - this.#from;
    return { from: first, lines: this.#lines.slice(index, index + answeredLines) };
  }
}
