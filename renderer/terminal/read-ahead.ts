interface ReadAheadOptions {
  /** Bytes from `offset` on; waits for the first of them. */
  readonly read: (offset: number, signal: AbortSignal) => Promise<Uint8Array>;
  /** The most that one answer holds. */
  readonly fullBytes: number;
  /** How much may be on its way at once; asked before each question. */
  readonly aheadBytes: () => number;
  readonly signal: AbortSignal;
}

interface Question {
  readonly offset: number;
  readonly answer: Promise<Uint8Array>;
  readonly life: AbortController;
}

/**
 * Reads output in order. While answers come full there is more where they came from: the next pieces are asked for before they are needed,
 * because a page that parses hears an answer only between two slices of work. One that is not full takes those questions back.
 */
export class ReadAhead {
  readonly #options: ReadAheadOptions;
  #questions: Question[] = [];

  constructor(options: ReadAheadOptions) {
    this.#options = options;
  }

  /** The bytes from `offset` on; empty at the end of all. */
  async next(offset: number): Promise<Uint8Array> {
    const { fullBytes, aheadBytes } = this.#options;
    if (this.#questions[0]?.offset !== offset) this.close();
    const question = this.#questions.shift() ?? this.#ask(offset);
    const bytes = await question.answer;
    if (bytes.length < fullBytes) {
      this.close();
    } else {
      const most = Math.floor(aheadBytes() / fullBytes);
      while (this.#questions.length < most) {
        const last = this.#questions.at(-1)?.offset ?? offset;
        this.#questions.push(this.#ask(last + fullBytes));
      }
    }
    return bytes;
  }

  /** Takes all questions back. */
  close(): void {
    for (const { life } of this.#questions) life.abort();
    this.#questions = [];
  }

  #ask(offset: number): Question {
    const { read, signal } = this.#options;
    const life = new AbortController();
    const end = () => life.abort();
    signal.addEventListener('abort', end, { once: true });
    const answer = read(offset, life.signal).finally(() => signal.removeEventListener('abort', end));
    // One that is taken back fails, and nobody waits for it any more.
    answer.catch(() => {});
    return { offset, answer, life };
  }
}
