/** What is held for a view to come, beyond what it has not read yet. */
export const maxHeldBytes = 1024 * 1024;
/** How far a program may run ahead of the view that reads it; then it waits. What is under way is drawn before an interrupt is. */
const aheadBytes = 128 * 1024;

/**
 * The output of one terminal by offset: from where the next view begins to the newest byte. What the present view has not read is never
 * dropped; the program waits instead.
 */
export class OutputBuffer {
  #chunks: Uint8Array[] = [];
  #startOffset = 0;
  #endOffset = 0;
  #readOffset = 0;

  /** The oldest byte that is held. */
  get startOffset(): number {
    return this.#startOffset;
  }

  /** One past the newest byte. */
  get endOffset(): number {
    return this.#endOffset;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#endOffset += bytes.length;
    this.#drop(Math.min(this.#readOffset, this.#endOffset - maxHeldBytes));
  }

  /** Whether the program may go on. Without a view it may fill what is held for the next. */
  hasRoom(hasView: boolean): boolean {
    return this.#endOffset - this.#readOffset < (hasView ? aheadBytes : maxHeldBytes);
  }

  /** Everything before `offset` has been shown. */
  markRead(offset: number): void {
    this.#readOffset = Math.min(this.#endOffset, Math.max(this.#readOffset, offset));
  }

  /** A new view reads from `offset` again. */
  rewind(offset: number): void {
    this.#readOffset = Math.max(this.#startOffset, Math.min(offset, this.#endOffset));
  }

  /** The next view begins at `offset`: nothing before it is held on for. */
  release(offset: number): void {
    this.#drop(Math.min(offset, this.#readOffset));
  }

  /** At most `maxBytes` from `offset` on. Throws where they are not held any more. */
  slice(offset: number, maxBytes: number): Uint8Array {
    if (offset < this.#startOffset || offset > this.#endOffset) throw new RangeError(`Offset ${offset} is not held.`);
    const parts: Uint8Array[] = [];
    let left = Math.min(maxBytes, this.#endOffset - offset);
    let skip = offset - this.#startOffset;
    for (const chunk of this.#chunks) {
      if (left === 0) break;
      if (skip >= chunk.length) {
        skip -= chunk.length;
        continue;
      }
      const part = chunk.subarray(skip, skip + left);
      parts.push(part);
      left -= part.length;
      skip = 0;
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /** Lets go of whole chunks before `offset`, so that nothing is copied; less than one chunk more is held. */
  #drop(offset: number): void {
    let count = 0;
    for (const { length } of this.#chunks) {
      if (this.#startOffset + length > offset) break;
      this.#startOffset += length;
      count += 1;
    }
    if (count > 0) this.#chunks = this.#chunks.slice(count);
  }
}
