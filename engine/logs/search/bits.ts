/** Number of set bits in a word. */
function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** A growing bit set: which lines of a chunk or block are selected. */
export class Bits {
  #words = new Uint32Array(8);
  #count = 0;

  /** Number of set bits. */
  get count(): number {
    return this.#count;
  }

  set(index: number): void {
    const word = index >>> 5;
    if (word >= this.#words.length) {
      const larger = new Uint32Array(Math.max(word + 1, this.#words.length * 2));
      larger.set(this.#words);
      this.#words = larger;
    }
    const before = this.#words[word] ?? 0;
    const after = (before | (1 << (index & 31))) >>> 0;
    if (after === before) return;
    this.#words[word] = after;
    this.#count += 1;
  }

  has(index: number): boolean {
    return (((this.#words[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
  }

  /** Number of set bits before `index`. */
  rank(index: number): number {
    const last = Math.min(index >>> 5, this.#words.length);
    let count = 0;
    for (let word = 0; word < last; word += 1) count += countBits(this.#words[word] ?? 0);
    const rest = index & 31;
    return rest === 0 ? count : count + countBits(((this.#words[last] ?? 0) & ((1 << rest) - 1)) >>> 0);
  }

  /** Index of the `nth` set bit, from 0; -1 when there are fewer. */
  select(nth: number): number {
    let left = nth;
    for (let word = 0; word < this.#words.length; word += 1) {
      const bits = this.#words[word] ?? 0;
      const count = countBits(bits);
      if (left >= count) {
        left -= count;
        continue;
      }
      for (let bit = 0; bit < 32; bit += 1) {
        if (((bits >>> bit) & 1) === 0) continue;
        if (left === 0) return word * 32 + bit;
        left -= 1;
      }
    }
    return -1;
  }
}
