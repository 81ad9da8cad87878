/** The first check comes after this much silence; the wait grows while the checks find nothing. */
const firstMs = 2000;
const lastMs = 120_000;

interface SilenceWatchOptions {
  /** Asks the daemon whether it has lines that the stream did not deliver. */
  readonly isBehind: (signal: AbortSignal) => Promise<boolean>;
  /** Called when it has: the stream has stalled. */
  readonly onStalled: () => void;
}

/**
 * Detects a stream that stays open and delivers nothing although the daemon has lines: the other
 * end of the connection is gone without notice, or the daemon lost its reader (seen with moby 26.1
 * and the driver `local`, after readers were cut off).
 */
export class SilenceWatch {
  readonly #options: SilenceWatchOptions;
  #waitMs = firstMs;
  #timer: NodeJS.Timeout | null = null;
  #life = new AbortController();

  constructor(options: SilenceWatchOptions) {
    this.#options = options;
  }

  /** Call when a stream begins. The wait stays as it was until data comes. */
  start(): void {
    this.#life = new AbortController();
    this.#wait();
  }

  /** Call when data comes. */
  touch(): void {
    this.#waitMs = firstMs;
    this.#wait();
  }

  /** Call when the stream has ended. */
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
      // A daemon that does not answer also ends the stream; the next check comes in time.
    }
  }
}
