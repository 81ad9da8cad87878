import type { ScreenSize } from './terminal-screen.ts';

interface SizeTellerOptions {
  /** The size that the screen has now. */
  readonly size: () => ScreenSize;
  readonly tell: (size: ScreenSize) => Promise<unknown>;
}

/** Tells a terminal's program the size of its screen. */
export class SizeTeller {
  readonly #options: SizeTellerOptions;
  #told: ScreenSize | null = null;
  #isTelling = false;

  constructor(options: SizeTellerOptions) {
    this.#options = options;
  }

  /** The program knows this size. */
  assume(size: ScreenSize): void {
    this.#told = size;
  }

  /** One call at a time; a window that is being dragged asks for the last size only. */
  async tell(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (;;) {
        const size = this.#options.size();
        if (size.columns === this.#told?.columns && size.rows === this.#told.rows) return;
        this.#told = size;
        await this.#options.tell(size);
      }
    } catch {
      // A terminal that ended or was taken has no size to tell; its reading says so. The next view begins with its own.
    } finally {
      this.#isTelling = false;
    }
  }
}
