import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';

/** What goes on without anybody waiting for it; whoever ends it waits. */
export class BackgroundWork {
  readonly #log: Log;
  readonly #running = new Set<Promise<void>>();
  readonly #life: AbortSignal;

  /** After `life` has aborted, failures are the end that was meant. */
  constructor(log: Log, life: AbortSignal) {
    this.#log = log;
    this.#life = life;
  }

  add(work: Promise<void>): void {
    const done = work.catch((error: unknown) => {
      if (!this.#life.aborted) this.#log.warn({ error: toMessage(error) }, 'registries are not followed');
    });
    this.#running.add(done);
    void done.finally(() => this.#running.delete(done));
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }
}
