/** What came: so many bytes were left out, then these. */
export interface Output {
  readonly skippedBytes: number;
  readonly bytes: Uint8Array;
}

interface ReadAheadOptions {
  /** Output from `offset` on; waits for the first of it. */
  readonly read: (offset: number, signal: AbortSignal) => Promise<Output>;
  /** Of the first byte. */
  readonly offset: number;
  readonly signal: AbortSignal;
}

/**
 * Reads output in order, and asks for the next as soon as one answer is taken: a page that parses hears an answer only between two slices
 * of work.
 */
export class ReadAhead {
  readonly #options: ReadAheadOptions;
  readonly #life = new AbortController();
  #question: Promise<Output> | null = null;
  #offset: number;

  constructor(options: ReadAheadOptions) {
    this.#options = options;
    this.#offset = options.offset;
    options.signal.addEventListener('abort', this.close, { once: true });
  }

  /** What comes next; without bytes at the end of all. */
  async next(): Promise<Output> {
    const output = await (this.#question ?? this.#ask());
    this.#offset += output.skippedBytes + output.bytes.length;
    this.#question = output.bytes.length > 0 ? this.#ask() : null;
    return output;
  }

  /** Takes the question back that is open. */
  readonly close = (): void => {
    this.#options.signal.removeEventListener('abort', this.close);
    this.#life.abort();
  };

  #ask(): Promise<Output> {
    const answer = this.#options.read(this.#offset, this.#life.signal);
    // One that is taken back fails, and nobody waits for it any more.
    answer.catch(() => {});
    return answer;
  }
}
