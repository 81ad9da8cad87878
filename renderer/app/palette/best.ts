/** Keeps the best few of many, without sorting the many. */
export class Best<T> {
  readonly #most: number;
  readonly #kept: { readonly score: number; readonly item: T }[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Of equal scores the earlier stays ahead. */
  offer(score: number, item: T): void {
    const kept = this.#kept;
    const last = kept.at(-1);
    if (kept.length >= this.#most && last !== undefined && score <= last.score) return;
    let at = kept.length;
    while (at > 0 && (kept[at - 1]?.score ?? 0) < score) at -= 1;
    kept.splice(at, 0, { score, item });
    if (kept.length > this.#most) kept.pop();
  }

  /** Best first. */
  items(): T[] {
    return this.#kept.map(({ item }) => item);
  }
}
