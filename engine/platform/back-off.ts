import { setTimeout as sleep } from 'node:timers/promises';
import type { Waiters } from './waiters.ts';

/** The waits between tries that fail: the first, then each twice as long as the one before, up to the longest. */
export class BackOff {
  readonly #firstMs: number;
  readonly #longestMs: number;
  #nextMs: number;

  constructor(firstMs: number, longestMs: number) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
    this.#nextMs = firstMs;
  }

  /** How long the next wait lasts. */
  get nextMs(): number {
    return this.#nextMs;
  }

  /** The length of the next wait, for a caller that waits by itself. The one after it is longer. */
  next(): number {
    const waitMs = this.#nextMs;
    this.#nextMs = Math.min(2 * waitMs, this.#longestMs);
    return waitMs;
  }

  /** Waits. `early` ends the wait when it wakes its waiters; the call registers there at once. Rejects when the signal aborts. */
  async wait(signal: AbortSignal, early?: Waiters): Promise<void> {
    const end = new AbortController();
    const isOver = AbortSignal.any([signal, end.signal]);
    const waits: Promise<void>[] = [sleep(this.next(), undefined, { signal: isOver })];
    if (early !== undefined) waits.push(early.next(isOver));
    try {
      await Promise.race(waits);
    } finally {
      end.abort();
    }
  }

  /** A try went well: the next wait is the first again. */
  reset(): void {
    this.#nextMs = this.#firstMs;
  }
}
