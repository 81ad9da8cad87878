import { EngineError } from '../platform/engine-error.ts';

/** What one page has open at most. */
const maxOpen = 64;

/** One connected page, and what it has open: all of that is closed with the connection. */
export class Peer implements Disposable {
  readonly #open = new Map<string, Disposable>();
  readonly #onClose: () => void;
  #isClosed = false;

  constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  /**
   * Keeps something open until `close(id)` or the end of the connection. Throws `rejected` beyond 64, and `cancelled` where the
   * connection ended while it was opened; either way the resource is closed.
   */
  own(id: string, resource: Disposable): void {
    if (this.#isClosed) {
      resource[Symbol.dispose]();
      throw new EngineError('cancelled', 'The page is gone.');
    }
    if (this.#open.size >= maxOpen) {
      resource[Symbol.dispose]();
      throw new EngineError('rejected', `A page may have ${maxOpen} logs open at once.`);
    }
    this.#open.set(id, resource);
  }

  /** What was opened under this id, or null. */
  get(id: string): Disposable | null {
    return this.#open.get(id) ?? null;
  }

  close(id: string): void {
    this.#open.get(id)?.[Symbol.dispose]();
    this.#open.delete(id);
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    for (const id of this.#open.keys()) this.close(id);
    this.#onClose();
  }
}
