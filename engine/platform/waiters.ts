/** Those who wait for the next change of something. */
export class Waiters {
  readonly #waiting = new Set<() => void>();

  get size(): number {
    return this.#waiting.size;
  }

  /** Resolves at the next `wake`. Rejects with the signal's reason when that aborts first. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#waiting.delete(settle);
        signal.removeEventListener('abort', settle);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve();
      };
      if (signal.aborted) {
        settle();
        return;
      }
      this.#waiting.add(settle);
      signal.addEventListener('abort', settle, { once: true });
    });
  }

  /** Lets all who wait now go on. */
  wake(): void {
    for (const settle of this.#waiting) settle();
  }
}
