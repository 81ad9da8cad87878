/** Until it is known: what most programs print is drawn faster than this. */
const firstBytesPerMs = 10_000;
/** Of each new measurement so much counts. */
const weight = 0.2;
const leastBytes = 32 * 1024;
const mostBytes = 256 * 1024;

/** How fast a terminal draws what it gets now: plain text quickly, colours and short lines slowly. */
export class Pace {
  readonly #nowMs: () => number;
  #bytesPerMs = firstBytesPerMs;
  #handedBytes = 0;
  #lastMs = 0;

  /** `nowMs` is a clock in milliseconds. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** So much was given to the terminal. */
  hand(bytes: number): void {
    // Time without work says nothing about work.
    if (this.#handedBytes === 0) this.#lastMs = this.#nowMs();
    this.#handedBytes += bytes;
  }

  /** So much of it is drawn. */
  draw(bytes: number): void {
    this.#handedBytes -= bytes;
    const nowMs = this.#nowMs();
    const tookMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    // A few bytes take no time that a clock could tell.
    if (bytes < 4096) return;
    const bytesPerMs = bytes / Math.max(0.1, tookMs);
    this.#bytesPerMs += (bytesPerMs - this.#bytesPerMs) * weight;
  }

  /** What it draws in so many milliseconds, within what a page may hold. */
  bytesIn(durationMs: number): number {
    return Math.min(mostBytes, Math.max(leastBytes, Math.round(this.#bytesPerMs * durationMs)));
  }
}
