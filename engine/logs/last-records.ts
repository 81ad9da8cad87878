/** Far more than what comes out of order: the daemon's two streams differ by microseconds. */
const keptBytes = 256 * 1024;

/**
 * The last records of a log that is read, to go on after a cut without a loss or a double. A daemon that is asked for a log from a time on begins with
 * the first record of that time or later, and gives all that follow, whatever their times (moby 20.10 to 28, loggerutils/logfile.go);
 * the records of two streams need not be in order of time.
 */
export class LastRecords {
  #bytes: Buffer = Buffer.alloc(0);

  /** Records that were just taken in. */
  push(records: Buffer): void {
    if (records.length === 0) return;
    const all = records.length >= keptBytes ? records : Buffer.concat([this.#bytes, records]);
    if (all.length <= keptBytes) {
      this.#bytes = all;
      return;
    }
    const cut = all.indexOf(0x0a, all.length - keptBytes) + 1;
    // One that is longer than what is kept is kept whole: it is the last.
    this.#bytes = Buffer.from(cut > 0 && cut < all.length ? all.subarray(cut) : all);
  }

  /** From when on the daemon is to be asked; empty for all. */
  get since(): string {
    const { length } = this.#bytes;
    if (length === 0) return '';
    return timeAt(this.#bytes, length < 2 ? 0 : this.#bytes.lastIndexOf(0x0a, length - 2) + 1);
  }

  /** The last record; empty when there is none. */
  last(): Buffer {
    const { length } = this.#bytes;
    return Buffer.from(this.#bytes.subarray(length < 2 ? 0 : this.#bytes.lastIndexOf(0x0a, length - 2) + 1));
  }

  /** What the answer to that question begins with, as far as it is known already. */
  known(): Buffer {
    const { since } = this;
    for (let start = 0; start < this.#bytes.length;) {
      // RFC 3339 with the zeros of its fraction left off: compared by seconds first, then by the fraction as a text.
      if (isNotBefore(timeAt(this.#bytes, start), since)) return this.#bytes.subarray(start);
      start = this.#bytes.indexOf(0x0a, start) + 1;
    }
    return Buffer.alloc(0);
  }
}

/** Takes what is known off the front of what comes, record by record; with the first other record it is over. */
export class KnownFront {
  #known: Buffer;

  constructor(known: Buffer) {
    this.#known = Buffer.from(known);
  }

  /** The records that are new. */
  push(records: Buffer): Buffer {
    let start = 0;
    while (this.#known.length > 0 && start < records.length) {
      const end = records.indexOf(0x0a, start) + 1;
      const length = end - start;
      if (length > this.#known.length || records.compare(this.#known, 0, length, start, end) !== 0) {
        this.#known = Buffer.alloc(0);
        break;
      }
      this.#known = this.#known.subarray(length);
      start = end;
    }
    return records.subarray(start);
  }
}

function timeAt(bytes: Buffer, recordStart: number): string {
  return bytes.toString('latin1', recordStart + 1, bytes.indexOf(0x20, recordStart));
}

function isNotBefore(time: string, other: string): boolean {
  return sortable(time) >= sortable(other);
}

function sortable(time: string): string {
  return `${time.slice(0, 19)}${time.slice(20, -1).padEnd(9, '0')}`;
}
