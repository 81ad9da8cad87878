/** The oldest lines beyond this are dropped. */
const keptLines = 2_000;
/** At most so many lines in one answer. */
const answeredLines = 500;
/** A longer line is cut. */
const lineCharacters = 2_000;

/** The output of programs in a job: numbered lines, the last 2,000. */
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

  /** At most 500 lines from this number on, or from the oldest kept one; and the first one's number. */
  read(from: number): { from: number; lines: string[] } {
    const first = Math.min(Math.max(from, this.#from), this.end);
    const index = first - this.#from;
    return { from: first, lines: this.#lines.slice(index, index + answeredLines) };
  }
}
