import { GrowingBytes } from '../../platform/growing-bytes.ts';

/** Records are written and found in pieces of so much: each piece costs a write and a turn of those who wait. */
const batchBytes = 256 * 1024;
const batchWaitMs = 8;

/** Whole records in pieces of so many bytes; one that is longer stays whole. */
export function* cutAfterRecords(records: Buffer, mostBytes: number): Generator<Buffer> {
  for (let from = 0; from < records.length;) {
    const last =
      from + mostBytes >= records.length ? records.length - 1 : records.lastIndexOf(0x0a, from + mostBytes - 1);
    const end = last >= from ? last : records.indexOf(0x0a, from);
    const to = end < 0 ? records.length : end + 1;
    yield records.subarray(from, to);
    from = to;
  }
}

/** Collects records for a moment, so that a flood is not written line by line. */
export class RecordBatches {
  readonly #write: (records: Buffer) => void;
  readonly #held = new GrowingBytes();
  #timer: NodeJS.Timeout | null = null;

  /** `write` may use what it is given until it returns. */
  constructor(write: (records: Buffer) => void) {
    this.#write = write;
  }

  add(records: Buffer): void {
    if (records.length === 0) return;
    this.#held.add(records);
    if (this.#held.length >= batchBytes) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), batchWaitMs);
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#held.length > 0) this.#write(this.#held.take());
  }
}
