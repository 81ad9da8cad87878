import { GrowingBytes } from '../../platform/growing-bytes.ts';

/**
 * Size of a batch, and the longest time it waits for more: each batch costs a write and wakes every
 * reader.
 */
const batchBytes = 256 * 1024;
const batchWaitMs = 8;

/** Splits records after whole ones, at most `mostBytes` each; a longer record stays whole. */
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

/** Collects records into batches, so that a flood is not written line by line. */
export class RecordBatches {
  readonly #write: (records: Buffer) => void;
  readonly #pending = new GrowingBytes();
  #timer: NodeJS.Timeout | null = null;

  /** `write` must not use its argument after it returns. */
  constructor(write: (records: Buffer) => void) {
    this.#write = write;
  }

  add(records: Buffer): void {
    if (records.length === 0) return;
    this.#pending.add(records);
    if (this.#pending.length >= batchBytes) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), batchWaitMs);
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.length > 0) this.#write(this.#pending.take());
  }
}
