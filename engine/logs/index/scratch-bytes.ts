import { chunkBytes } from './log-chunk.ts';

/** A chunk may receive one more slice of its file just before it is full. */
const usualBytes = 2 * chunkBytes;

/**
 * The read buffer of a thread: its content is valid until the next `take`. One buffer per log
 * fragments glibc's heap: after 20 rounds of 30 logs the service held 191 MB, with this 56 MB (Node
 * 24, glibc 2.36).
 */
export class ScratchBytes {
  #bytes: Buffer | null = null;

  /** Returns the same memory for every read; a line of many megabytes gets its own buffer. */
  take(lengthBytes: number): Buffer {
    if (lengthBytes > usualBytes) return Buffer.allocUnsafeSlow(lengthBytes);
    this.#bytes ??= Buffer.allocUnsafeSlow(usualBytes);
    return this.#bytes.subarray(0, lengthBytes);
  }
}
