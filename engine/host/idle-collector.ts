/** A page that nobody touches only waits for news: no call of it ends within this time. */
const quietMs = 10_000;

/**
 * Gives memory back to the system when the service becomes idle. V8 collects only while it allocates: after a flood of calls an idle
 * service would keep up to twice its heap, and the pages that V8 has pooled, for as long as nobody calls.
 */
export class IdleCollector implements Disposable {
  readonly #collect: () => void;
  readonly #quietMs: number;
  #timer: NodeJS.Timeout | null = null;
  #lastCallMs = 0;

  constructor(collect: () => void, quietForMs = quietMs) {
    this.#collect = collect;
    this.#quietMs = quietForMs;
  }

  /** A call has ended. */
  touch(): void {
    this.#lastCallMs = performance.now();
    this.#timer ??= this.#arm(this.#quietMs);
  }

  [Symbol.dispose](): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #arm(waitMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      const leftMs = this.#lastCallMs + this.#quietMs - performance.now();
      this.#timer = leftMs > 0 ? this.#arm(leftMs) : null;
      if (leftMs <= 0) this.#collect();
    }, waitMs).unref();
  }
}

/** Some 50 ms of work; nothing where V8 runs without `--expose-gc` (`service-flags.mjs`). */
export function collectGarbage(): void {
  const { gc } = globalThis as { gc?: (options: object) => unknown };
  void gc?.({ type: 'major', execution: 'async', flavor: 'last-resort' });
}
