import { EngineError } from '../platform/engine-error.ts';
import { Sequencer } from '../platform/sequencer.ts';

/** What one page has open, or is about to open, at most. */
const maxOpen = 64;

/** One connected page, and what it has open: all of that is closed with the connection. */
export class Peer implements Disposable {
  readonly #open = new Map<string, Disposable>();
  readonly #onClose: () => void;
  readonly #openings = new Sequencer();
  #opening = 0;
  #isClosed = false;

  constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  /**
   * Keeps something open until `close(id)` or the end of the connection. Throws `rejected` beyond 64, and `cancelled` where the
   * connection has ended; either way the resource is closed.
   */
  own(id: string, resource: Disposable): void {
    try {
      this.#assertRoom();
    } catch (error) {
      resource[Symbol.dispose]();
      throw error;
    }
    this.#open.set(id, resource);
  }

  /**
   * Makes something and keeps it open as `own` does; answers its id. A page opens one after the other: opening asks the engine
   * much, and other pages wait for it too.
   */
  async open(make: () => Promise<{ readonly id: string; readonly resource: Disposable }>): Promise<string> {
    const { id, resource } = await this.#make(make);
    this.own(id, resource);
    return id;
  }

  async #make<T>(make: () => Promise<T>): Promise<T> {
    this.#assertRoom();
    this.#opening += 1;
    try {
      return await this.#openings.run(make);
    } finally {
      this.#opening -= 1;
    }
  }

  #assertRoom(): void {
    if (this.#isClosed) throw new EngineError('cancelled', 'The page is gone.');
    if (this.#open.size + this.#opening >= maxOpen)
      throw new EngineError('rejected', `A page may have ${maxOpen} logs open at once.`);
  }

  /** What was opened under this id, or null. */
  get(id: string): Disposable | null {
    return this.#open.get(id) ?? null;
  }

  /** Throws as closing the resource does; it counts as closed then, too. */
  close(id: string): void {
    const resource = this.#open.get(id);
    this.#open.delete(id);
    resource?.[Symbol.dispose]();
  }

  /** Closes all that is open. Throws at the end what closing some of it has thrown. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    using closing = new DisposableStack();
    // Runs last.
    closing.defer(this.#onClose);
    for (const resource of this.#open.values()) closing.use(resource);
    this.#open.clear();
  }
}
