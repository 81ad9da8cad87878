/** Hands bytes to the engine; resolves when it has taken them. */
type Send = (bytes: Uint8Array, signal: AbortSignal) => Promise<unknown>;

interface InputQueueOptions {
  readonly send: Send;
  /** The most of one call. */
  readonly maxBytes: number;
  /** What was typed could not be handed over: so many bytes are lost. */
  readonly onProblem: (error: unknown, lostBytes: number) => void;
  readonly signal: AbortSignal;
}

/**
 * What a person types and pastes, on its way: in order, one call at a time. A key goes out at once; what is typed while a call is under way
 * goes together in the next, and a large paste in pieces.
 */
export class InputQueue {
  readonly #options: InputQueueOptions;
  #waiting: Uint8Array[] = [];
  #isSending = false;

  constructor(options: InputQueueOptions) {
    this.#options = options;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#waiting.push(bytes);
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
        const lost = this.#waiting.reduce((sum, { length }) => sum + length, piece.length);
        this.#waiting = [];
        if (!signal.aborted) onProblem(error, lost);
      }
    }
    this.#isSending = false;
  }

  #takePiece(): Uint8Array {
    const { maxBytes } = this.#options;
    const [first] = this.#waiting;
    if (first !== undefined && first.length >= maxBytes) {
      if (first.length === maxBytes) this.#waiting.shift();
      else this.#waiting[0] = first.subarray(maxBytes);
      return first.subarray(0, maxBytes);
    }
    const parts: Uint8Array[] = [];
    let length = 0;
    for (const part of this.#waiting) {
      if (length + part.length > maxBytes) break;
      parts.push(part);
      length += part.length;
    }
    this.#waiting.splice(0, parts.length);
    if (parts.length === 1 && first !== undefined) return first;
    const piece = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      piece.set(part, at);
      at += part.length;
    }
    return piece;
  }
}
