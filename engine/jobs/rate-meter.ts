/** The rate is that of so long. */
const windowMs = 5_000;
/** Before so long it says nothing. */
const leastMs = 500;
/** After so long without progress nothing moves. */
const stillMs = 3_000;

/** How fast a count grows, over the last seconds. */
export class RateMeter {
  #samples: { readonly atMs: number; readonly done: number }[] = [];

  /** So much is done by now (a clock that never goes back). */
  add(atMs: number, done: number): void {
    const last = this.#samples.at(-1);
    // What goes back is another count.
    if (last !== undefined && done < last.done) this.#samples = [];
    else if (last !== undefined && done === last.done) return;
    this.#samples.push({ atMs, done });
    // The one before the window's begin stays: the rate is that between two.
    while ((this.#samples[1]?.atMs ?? Infinity) < atMs - windowMs) this.#samples.shift();
  }

  /** Null as long as it cannot be told, and when nothing moves. */
  perSecond(nowMs: number): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || first === last || nowMs - last.atMs > stillMs) return null;
    const spanMs = nowMs - first.atMs;
    return spanMs < leastMs ? null : ((last.done - first.done) / spanMs) * 1000;
  }

  restart(): void {
    this.#samples = [];
  }
}
