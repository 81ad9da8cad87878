import type { InputKind } from './terminal-input.ts';

/** Hands bytes to the engine; resolves when it has taken them. */
type Send = (bytes: Uint8Array, signal: AbortSignal) => Promise<unknown>;

interface InputQueueOptions {
  readonly send: Send;
  /** The most of one call. */
  readonly maxBytes: number;
  /** The most that waits of answers. */
  readonly maxAnswerBytes: number;
  /** Input could not be handed over: so many bytes are lost. */
  readonly onProblem: (error: unknown, lostBytes: number) => void;
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly bytes: Uint8Array;
  readonly kind: InputKind;
}

/**
 * Input on its way to a program: in order, one call at a time. A key goes out at once; what is typed while a call is under way
 * goes together in the next, and a large paste in pieces. A program can ask for any number of answers and read none: beyond the
 * limit it gets no more of them. What a person types is always kept.
 */
export class InputQueue {
  readonly #options: InputQueueOptions;
  #waiting: Waiting[] = [];
  #answerBytes = 0;
  #isSending = false;

  constructor(options: InputQueueOptions) {
    this.#options = options;
  }

  push(bytes: Uint8Array, kind: InputKind): void {
    if (bytes.length === 0) return;
    if (kind === 'answer') {
      // As a whole: a part of an answer would be read as keys.
      if (this.#answerBytes + bytes.length > this.#options.maxAnswerBytes) return;
      this.#answerBytes += bytes.length;
    }
    this.#waiting.push({ bytes, kind });
    if (!this.#isSending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    const { send, signal, onProblem } = this.#options;
    this.#isSending = true;
    while (this.#waiting.length > 0 && !signal.aborted) {
      const piece = this.#takePiece();
      try {
        await send(piece, signal);
      } catch (error) {
        // Half of a line must not reach a shell: what waits behind the lost piece goes with it.
        const lost = this.#waiting.reduce((sum, { bytes }) => sum + bytes.length, piece.length);
        this.#waiting = [];
        this.#answerBytes = 0;
        if (!signal.aborted) onProblem(error, lost);
      }
    }
    this.#isSending = false;
  }

  #takePiece(): Uint8Array {
    const { maxBytes } = this.#options;
    const [first] = this.#waiting;
    if (first !== undefined && first.bytes.length > maxBytes) {
      this.#waiting[0] = { ...first, bytes: first.bytes.subarray(maxBytes) };
      return this.#join([{ ...first, bytes: first.bytes.subarray(0, maxBytes) }]);
    }
    let length = 0;
    const end = this.#waiting.findIndex(({ bytes }) => (length += bytes.length) > maxBytes);
    return this.#join(this.#waiting.splice(0, end < 0 ? this.#waiting.length : end));
  }

  /** The bytes of what does not wait any more. */
  #join(parts: readonly Waiting[]): Uint8Array {
    for (const { bytes, kind } of parts) if (kind === 'answer') this.#answerBytes -= bytes.length;
    const [first] = parts;
    if (parts.length === 1 && first !== undefined) return first.bytes;
    const piece = new Uint8Array(parts.reduce((sum, { bytes }) => sum + bytes.length, 0));
    let at = 0;
    for (const { bytes } of parts) {
      piece.set(bytes, at);
      at += bytes.length;
    }
    return piece;
  }
}
