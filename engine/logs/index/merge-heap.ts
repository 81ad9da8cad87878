interface Next {
  readonly source: number;
  readonly ms: number;
}

/** Sources by the time of their next line: the first one is found in few steps, however many there are. */
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
    let place = this.#all.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#all[above];
      if (parent === undefined || !this.#isBefore(next, parent)) break;
      this.#all[place] = parent;
      place = above;
    }
    this.#all[place] = next;
  }

  /** Takes the first one away. */
  pop(): Next | undefined {
    const [first] = this.#all;
    const last = this.#all.pop();
    if (last === undefined || this.#all.length === 0) return first;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const [one, other] = [this.#all[left], this.#all[left + 1]];
      if (one === undefined) break;
      const isRight = other !== undefined && this.#isBefore(other, one);
      const child = isRight ? other : one;
      if (!this.#isBefore(child, last)) break;
      this.#all[place] = child;
      place = isRight ? left + 1 : left;
    }
    this.#all[place] = last;
    return first;
  }
}
