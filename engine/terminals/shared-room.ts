/** Who has not poured for so long does not stand in another's way. */
const forgetMs = 500;

/**
 * Whether a program pours alone: then it may run further ahead of its view than any may, and what nobody can come to see of it is left out.
 * Of several that do, each waits until it was drawn: what all of them can print at full speed leaves the page no time to draw any.
 */
export class SharedRoom {
  readonly #nowMs: () => number;
  readonly #pours = new Map<object, number>();

  /** `nowMs` is a clock in milliseconds. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** So much was read of this one that more is to be expected. */
  pour(who: object): void {
    this.#pours.set(who, this.#nowMs());
  }

  isFreeFor(who: object): boolean {
    const sinceMs = this.#nowMs() - forgetMs;
    for (const [other, pouredMs] of this.#pours) {
      if (pouredMs < sinceMs) this.#pours.delete(other);
      else if (other !== who) return false;
    }
    return true;
  }
}
