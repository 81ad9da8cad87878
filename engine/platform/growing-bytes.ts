/** Less is not worth growing for. */
const leastBytes = 16 * 1024;

/**
 * Bytes that grow at their end, in memory that is used again and again. What passes through in large pieces, each in memory of its own, makes V8 look
 * through all of its heap every few megabytes (Node 24): half of the processor time that a log of a million lines took.
 */
export class GrowingBytes {
  #bytes = Buffer.allocUnsafeSlow(leastBytes);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Also takes a part of what was held. */
  add(bytes: Uint8Array): void {
    const wanted = this.#length + bytes.length;
    if (wanted > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(wanted * 2);
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = wanted;
  }

  /** What is held, until the next change. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** What is held, until the next `add`; nothing is held after that. */
  take(): Buffer {
    const bytes = this.view();
    this.#length = 0;
    return bytes;
  }

  /** Lets go of the first bytes. */
  drop(count: number): void {
    this.#bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
  }
}
