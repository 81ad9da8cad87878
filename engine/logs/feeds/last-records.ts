import { GrowingBytes } from '../../platform/growing-bytes.ts';

/** Far more than what comes out of order: the daemon's two streams differ by microseconds. */
const keptBytes = 128 * 1024;

/**
 * The last records of a log that is read, to go on after a cut without a loss or a double. A daemon that is asked for a log from a time on begins with
 * the first record of that time or later, and gives all that follow, whatever their times (moby 20.10 to 28, loggerutils/logfile.go);
 * the records of two streams need not be in order of time.
 */
export class LastRecords {
  /** The newest records, and those before them: both together are at least what is to be kept. */
  #newest = new GrowingBytes();
  #before = new GrowingBytes();

  /** Records that were just taken in. */
  push(records: Buffer): void {
    if (records.length > keptBytes) {
      // They alone are enough, and memory that has grown stays as large as it was once.
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

  /** From when on the daemon is to be asked; empty for all. */
  get since(): string {
    const last = this.last();
    return last.length === 0 ? '' : timeAt(last, 0);
  }

  /** The last record; empty when there is none. */
  last(): Buffer {
    const bytes = (this.#newest.length > 0 ? this.#newest : this.#before).view();
    return Buffer.from(bytes.subarray(startOfLast(bytes, 0)));
  }

  /** All that is kept: whole records, as they came. */
  held(): Buffer {
    return Buffer.concat([this.#before.view(), this.#newest.view()]);
  }

  /** What the answer to that question begins with, as far as it is known already. */
  known(): Buffer {
    const { since } = this;
    const bytes = this.held();
    for (let start = 0; start < bytes.length;) {
      // RFC 3339 with the zeros of its fraction left off: compared by seconds first, then by the fraction as a text.
      if (isNotBefore(timeAt(bytes, start), since)) return bytes.subarray(start);
      start = bytes.indexOf(0x0a, start) + 1;
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

/** Where the last records begin that are `leastBytes` at least, or fewer where there are no more; the last one is whole however long it is. */
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
