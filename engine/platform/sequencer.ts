/** Runs tasks one after the other, in the order of the calls. A task that fails does not keep the next ones from running. */
export class Sequencer {
  #last: Promise<unknown> = Promise.resolve();

  /** Settles as the task does. */
  run<T>(task: () => T | Promise<T>): Promise<T> {
    const turn = this.#last.then(task);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when all tasks so far have settled. Never rejects. */
  async settled(): Promise<void> {
    await this.#last;
  }
}

/**
 * Runs one task at a time, and the latest call wins: it aborts the signal of the task under way, waits until that has settled, then
 * runs. A task that is replaced while it waits never runs. Disposing aborts and waits; from then on nothing runs.
 */
export class Latest implements AsyncDisposable {
  readonly #turns = new Sequencer();
  #newest = new AbortController();
  #isDisposed = false;

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /**
   * Resolves when the task has ended, or at the task's turn when another has replaced it. Rejects as the task does, but not with the
   * failure of a task that was aborted.
   */
  async run(task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#isDisposed) return;
    this.#newest.abort();
    this.#newest = new AbortController();
    const { signal } = this.#newest;
    try {
      await this.#turns.run(() => (signal.aborted ? undefined : task(signal)));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#newest.abort();
    await this.#turns.settled();
  }
}

/** Makes a value once for all callers. A failure is not kept: the next call tries again. */
export class Once<T> {
  readonly #make: () => Promise<T>;
  #value: Promise<T> | null = null;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  /** The value, or the attempt under way; null before the first call and after a failure. */
  get current(): Promise<T> | null {
    return this.#value;
  }

  /** The same promise for all until it rejects. */
  get(): Promise<T> {
    if (this.#value !== null) return this.#value;
    const value = this.#try();
    this.#value = value;
    // Later than the assignment, also where `make` throws at once.
    value.catch(() => {
      this.#value = null;
    });
    return value;
  }

  async #try(): Promise<T> {
    return this.#make();
  }
}
