/** A log that is silent is looked after so soon, and ever later as long as there was nothing. */
const firstMs = 2000;
const lastMs = 120_000;

interface SilenceWatchOptions {
  /** Asks the daemon whether it has lines that did not come. */
  readonly isBehind: (signal: AbortSignal) => Promise<boolean>;
  /** Called when it has: what is being read tells nothing any more. */
  readonly onStalled: () => void;
}

/**
 * Notices a stream that stays open and brings nothing though there is something: a connection whose other end is gone without a word, or a
 * daemon that has lost its reader (seen with moby 26.1 and the driver `local`, after readers that were cut).
 */
export class SilenceWatch {
  readonly #options: SilenceWatchOptions;
  #waitMs = firstMs;
  #timer: NodeJS.Timeout | null = null;
  #life = new AbortController();

  constructor(options: SilenceWatchOptions) {
    this.#options = options;
  }

  /** A stream begins; how long it may be silent is as it was with the one before, until something comes. */
  start(): void {
    this.#life = new AbortController();
    this.#wait();
  }

  /** Something came. */
  touch(): void {
    this.#waitMs = firstMs;
    this.#wait();
  }

  /** The stream has ended. */
  stop(): void {
    this.#life.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#waitMs = Math.min(lastMs, this.#waitMs * 4);
      this.#wait();
      void this.#check(this.#life.signal);
    }, this.#waitMs);
  }

  async #check(signal: AbortSignal): Promise<void> {
    try {
      if ((await this.#options.isBehind(signal)) && !signal.aborted) this.#options.onStalled();
    } catch {
      // A daemon that does not answer breaks the stream off by itself; the next look is at its time.
    }
  }
}
