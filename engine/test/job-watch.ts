import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../contract/contract.ts';
import type { Job } from '../contract/jobs.ts';

/** Follows jobs as a page does, and remembers everything that it was told of each. */
export class JobWatch implements AsyncDisposable {
  readonly #told = new Map<string, Job[]>();
  readonly #stop = new AbortController();
  readonly #following: Promise<void>;
  #wake: () => void = () => undefined;

  constructor(client: ContractRouterClient<Contract>) {
    this.#following = this.#follow(client);
  }

  /** All that was told of it, oldest first. */
  history(id: string): readonly Job[] {
    return this.#told.get(id) ?? [];
  }

  /** The first that it is told of which this holds, or what was told last if that has ended otherwise. */
  async until(id: string, holds: (job: Job) => boolean, afterCount = 0): Promise<Job> {
    for (;;) {
      const told = this.history(id).slice(afterCount);
      const found = told.find(holds);
      if (found !== undefined) return found;
      const last = told.at(-1);
      if (last !== undefined && last.endedAtMs !== null) {
        throw new Error(`It ended before: ${JSON.stringify({ ...last, layers: last.layers.length })}`);
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** What it is in the end. */
  untilEnded(id: string, afterCount = 0): Promise<Job> {
    return this.until(id, ({ endedAtMs }) => endedAtMs !== null, afterCount);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#following;
  }

  async #follow({ jobs }: ContractRouterClient<Contract>): Promise<void> {
    const { signal } = this.#stop;
    try {
      let seen = await jobs.changes({ epoch: '', seq: 0, freshness: 'loading' }, { signal });
      for (;;) {
        for (const row of seen.upserts) this.#told.set(row.id, [...this.history(row.id), row]);
        this.#wake();
        seen = await jobs.changes(seen, { signal });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
