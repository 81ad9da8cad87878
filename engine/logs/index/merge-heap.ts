interface Next {
  readonly feed: number;
  readonly ms: number;
}

/** Feeds by the time of their next line, as a binary heap. */
export class MergeHeap {
  readonly #all: Next[] = [];
  readonly #isBefore: (one: Next, other: Next) => boolean;

  constructor(isBefore: (one: Next, other: Next) => boolean) {
    this.#isBefore = isBefore;
  }

  get first(): Next | undefined {
    return this.#all[0];
  }

  push(next: Next): void {
    let index = this.#all.length;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#all[above];
      if (parent === undefined || !this.#isBefore(next, parent)) break;
      this.#all[index] = parent;
      index = above;
    }
    this.#all[index] = next;
  }

  /** Removes the first entry and returns it. */
  pop(): Next | undefined {
    const [first] = this.#all;
    const last = this.#all.pop();
    if (last === undefined || this.#all.length === 0) return first;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const [one, other] = [this.#all[left], this.#all[left + 1]];
      if (one === undefined) break;
      const isRight = other !== undefined && this.#isBefore(other, one);
      const child = isRight ? other : one;
      if (!this.#isBefore(child, last)) break;
      this.#all[index] = child;
      index = isRight ? left + 1 : left;
    }
    this.#all[index] = last;
    return first;
  }
}
