import type { Output } from './read-ahead.ts';
import type { ScreenSize } from './terminal-screen.ts';

interface Resize {
  readonly offset: number;
  readonly size: ScreenSize;
}

/** Where a view begins. */
export interface Beginning {
  readonly offset: number;
  /** Up to here an earlier view has shown it. */
  readonly shown: number;
  /** Sizes that the screen had while that was drawn, and that it has to have again. */
  readonly resizes: readonly Resize[];
}

/** Where a view is in the output of its terminal: what was handed over to be drawn, and what of it is in the screen. */
export class OutputPlace {
  readonly #shownBefore: number;
  #handed: number;
  #drawn: number;
  #waitingBytes = 0;
  #resizes: readonly Resize[];
  #gaps: readonly { readonly offset: number; readonly bytes: number }[] = [];

  constructor({ offset, shown, resizes }: Beginning) {
    this.#handed = offset;
    this.#drawn = offset;
    this.#shownBefore = shown;
    this.#resizes = resizes;
  }

  /** All before it is in the screen. */
  get drawn(): number {
    return this.#drawn;
  }

  /** Handed over, and not in the screen yet. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** What is drawn now was shown before by another view. */
  get isReplaying(): boolean {
    return this.#drawn < this.#shownBefore;
  }

  /** Takes output in; cut where something has to happen between two bytes: another size, or the end of what was shown before. */
  receive({ skippedBytes, bytes }: Output): Uint8Array[] {
    if (skippedBytes > 0) {
      this.#gaps = [...this.#gaps, { offset: this.#handed, bytes: skippedBytes }];
      this.#handed += skippedBytes;
    }
    const begin = this.#handed;
    this.#handed += bytes.length;
    this.#waitingBytes += bytes.length;
    const cuts = [...this.#resizes.map(({ offset }) => offset), this.#shownBefore]
      .map((offset) => offset - begin)
      .filter((at) => at > 0 && at < bytes.length)
      .sort((a, b) => a - b);
    return [...cuts, bytes.length].map((end, index) => bytes.subarray(cuts[index - 1] ?? 0, end));
  }

  /** So much is in the screen now; answers how much was left out behind it. */
  draw(bytes: number): number {
    this.#drawn += bytes;
    this.#waitingBytes -= bytes;
    let skipped = 0;
    for (; this.#gaps[0]?.offset === this.#drawn; this.#gaps = this.#gaps.slice(1)) {
      skipped += this.#gaps[0].bytes;
      this.#drawn += this.#gaps[0].bytes;
    }
    return skipped;
  }

  /** The size that the screen had where the output is now, if it is another one since the last call. */
  takeSize(): ScreenSize | undefined {
    const due = this.#resizes.filter(({ offset }) => offset <= this.#drawn);
    this.#resizes = this.#resizes.slice(due.length);
    return due.at(-1)?.size;
  }
}
