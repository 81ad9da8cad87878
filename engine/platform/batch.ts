import { setTimeout as sleep } from 'node:timers/promises';
import { Sequencer } from './sequencer.ts';

/**
 * Runs one turn for many callers: all calls before a turn begins share that turn and its result.
 * One turn runs at a time. Each begins at least `gatherMs` after its first call, so that a burst of
 * calls needs one turn.
 */
export class Batch<Item, Result> {
  readonly #gatherMs: number;
  readonly #run: (items: readonly Item[]) => Promise<Result>;
  readonly #turns = new Sequencer();
  #items: Item[] = [];
  #next: Promise<Result> | null = null;

  constructor(gatherMs: number, run: (items: readonly Item[]) => Promise<Result>) {
    this.#gatherMs = gatherMs;
    this.#run = run;
  }

  /** Whether no call waits for a turn to begin. */
  get isEmpty(): boolean {
    return this.#next === null;
  }

  /** Resolves or rejects as the first turn that begins after this call. */
  ask(item: Item): Promise<Result> {
    this.#items.push(item);
    this.#next ??= this.#turns.run(() => this.#turn());
    return this.#next;
  }

  async #turn(): Promise<Result> {
    await sleep(this.#gatherMs);
    const items = this.#items;
    this.#items = [];
    this.#next = null;
    return this.#run(items);
  }
}
