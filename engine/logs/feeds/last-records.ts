import { GrowingBytes } from '../../platform/growing-bytes.ts';

/**
 * Far more than records are ever out of order: the two streams of the daemon differ by
 * microseconds.
 */
const keptBytes = 128 * 1024;

/**
 * Remembers the last records of a log, to continue after a lost connection without losing or
 * repeating lines. The daemon answers a request for a time with the first record of that time or
 * later and all that follow, whatever their times (moby 20.10 to 28, loggerutils/logfile.go).
 * Records of the two streams are not always in the order of their times.
 */
export class LastRecords {
  /** The newest records and those before them; together at least `keptBytes`. */
  #newest = new GrowingBytes();
  #before = new GrowingBytes();

  /** Adds new records of the log. */
  push(records: Buffer): void {
    if (records.length > keptBytes) {
      // They are enough alone. Appending all of them would grow the buffer for good.
      this.#before.take();
      this.#newest.take();
      this.#newest.add(records.subarray(startOfLast(records, keptBytes)));
      return;
    }
    if (this.#newest.length >= keptBytes) {
      [this.#newest, this.#before] = [this.#before, this.#newest];
      this.#newest.take();
    }
    this.#newest.add(records);
  }

  /** The time for the next request; empty for the whole log. */
  get since(): string {
    const last = this.last();
    return last.length === 0 ? '' : timeAt(last, 0);
  }

  /** The last record; empty when there is none. */
  last(): Buffer {
    const bytes = (this.#newest.length > 0 ? this.#newest : this.#before).view();
    return Buffer.from(bytes.subarray(startOfLast(bytes, 0)));
  }

  /** All remembered records, whole and in their order. */
  all(): Buffer {
    return Buffer.concat([this.#before.view(), this.#newest.view()]);
  }

  /** The known records that the answer to a request for `since` begins with. */
  known(): Buffer {
    const { since } = this;
    const bytes = this.all();
    for (let start = 0; start < bytes.length;) {
      // The fraction has no trailing zeros: compare the seconds, then the fraction as text.
      if (isNotBefore(timeAt(bytes, start), since)) return bytes.subarray(start);
      start = bytes.indexOf(0x0a, start) + 1;
    }
    return Buffer.alloc(0);
  }
}

/** Removes known records from the front of a stream; stops at the first unknown record. */
export class KnownFront {
  #known: Buffer;

  constructor(known: Buffer) {
    this.#known = Buffer.from(known);
  }

  /** Returns the records that are new. */
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

/** The offset of the last whole records that take at least `leastBytes`; 0 when there are fewer. */
function startOfLast(records: Buffer, leastBytes: number): number {
  const end = records.length - Math.max(leastBytes + 1, 2);
  return end < 0 ? 0 : records.lastIndexOf(0x0a, end) + 1;
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
