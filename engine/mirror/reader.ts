import type { Log } from '../platform/log.ts';
import { toMessage } from '../platform/engine-error.ts';
import { Sequencer } from '../platform/sequencer.ts';
import type { Collection } from './collection.ts';

/** Where a kind's rows come from. `readSome` is there for the kinds that the daemon can list by id. */
export interface Source<T> {
  readAll(signal: AbortSignal): Promise<T[]>;
  readSome?(ids: readonly string[], signal: AbortSignal): Promise<T[]>;
}

/** Events this close after a read belong to a burst, and are read together. */
const burstMs = 50;
/** A burst is not held back longer than this, however long it lasts. */
const longestBurstMs = 250;
/** From this many ids on, one full list costs the daemon less than a filtered one. */
const manyIds = 100;
/** Waits before an object is read again whose row does not yet show what its event told. */
const recheckMs = [2, 5, 10, 25, 60, 150, 400];
/** While events go on, a list that has no shorter way is read again after so many times as long as its reading took. */
const restPerRead = 8;
const longestRestMs = 3_000;
/** A list that takes longer than this counts as failed; the next try is the next event or the quiet re-read. */
const readTimeoutMs = 30_000;

/** Whether a row shows what an event told about it. */
export type Expectation<T> = (row: T) => boolean;

/** A read whose answer has not come, and what happened meanwhile that the answer may not show. */
interface ReadUnderWay {
  /** Objects that an event named. */
  readonly touched: Set<string>;
  /** Objects that are gone, and those that another read, begun later, has shown. */
  readonly newer: Set<string>;
  /** A list was taken in. */
  isOvertaken: boolean;
}

/**
 * Re-reads what events name: the first after a quiet time at once, a burst merged, never the whole list for one object.
 * moby tells 'die' before its list shows it (26.1, `daemon/monitor.go`: the event is logged before the checkpoint that lists read),
 * hence the re-checks.
 * An answer shows some moment between its request and itself. So lists follow one another, as reads by id do; where a list and a
 * read by id overlap, nobody knows which one is newer: the answer that comes second changes nothing that the first one has shown.
 */
export class Reader<T extends { readonly id: string }> {
  readonly #collection: Collection<T>;
  readonly #source: Source<T>;
  readonly #log: Log;
  readonly #signal: AbortSignal;
  readonly #dirty = new Map<string, Expectation<T> | null>();
  readonly #tries = new Map<string, number>();
  #readAll = false;
  #reading = false;
  #lastReadMs = 0;
  #lastTookMs = 0;
  #firstDirtyMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #wakeAtMs = 0;
  readonly #underWay = new Set<ReadUnderWay>();
  readonly #lists = new Sequencer();

  constructor(collection: Collection<T>, source: Source<T>, log: Log, signal: AbortSignal) {
    this.#collection = collection;
    this.#source = source;
    this.#log = log;
    this.#signal = signal;
    signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  /** Reads the whole list now, or after one that is being read. Throws when that fails. */
  async readAll(): Promise<void> {
    await this.#lists.run(() => this.#readList());
  }

  /** Something happened to this object. */
  touch(id: string, expectation: Expectation<T> | null): void {
    if (this.#dirty.size === 0 && !this.#readAll) this.#firstDirtyMs = performance.now();
    this.#dirty.set(id, expectation);
    this.#tries.delete(id);
    for (const read of this.#underWay) read.touched.add(id);
    this.#schedule();
  }

  /** Something happened that names no single object. */
  touchAll(): void {
    if (this.#dirty.size === 0 && !this.#readAll) this.#firstDirtyMs = performance.now();
    this.#readAll = true;
    this.#schedule();
  }

  /** This object is gone. */
  remove(id: string): void {
    this.#dirty.delete(id);
    this.#tries.delete(id);
    for (const read of this.#underWay) read.newer.add(id);
    this.#collection.apply([], [id], Date.now());
  }

  #deadline(): AbortSignal {
    return AbortSignal.any([this.#signal, AbortSignal.timeout(readTimeoutMs)]);
  }

  /** Calls `take` with what was read, unless the rows of the collection are known to be newer. */
  async #read(
    read: (signal: AbortSignal) => Promise<T[]>,
    take: (rows: T[], meanwhile: ReadUnderWay) => void,
  ): Promise<void> {
    const meanwhile: ReadUnderWay = { touched: new Set(), newer: new Set(), isOvertaken: false };
    this.#underWay.add(meanwhile);
    try {
      const rows = await read(this.#deadline());
      this.#signal.throwIfAborted();
      take(rows, meanwhile);
    } finally {
      this.#underWay.delete(meanwhile);
    }
  }

  async #readList(): Promise<void> {
    const before = new Set(this.#dirty.keys());
    const startMs = performance.now();
    await this.#read(
      (signal) => this.#source.readAll(signal),
      (rows, meanwhile) => {
        const { newer, touched } = meanwhile;
        const kept = [...newer].flatMap((id) => this.#collection.rows.get(id)?.row ?? []);
        this.#collection.replace([...rows.filter(({ id }) => !newer.has(id)), ...kept], Date.now());
        for (const read of this.#underWay) if (read !== meanwhile) read.isOvertaken = true;
        // What became dirty during the read may be newer than the list.
        for (const id of before) if (!touched.has(id) && this.#satisfies(id)) this.#dirty.delete(id);
      },
    );
    this.#lastReadMs = performance.now();
    this.#lastTookMs = this.#lastReadMs - startMs;
  }

  #schedule(): void {
    if (this.#reading || this.#signal.aborted) return;
    const now = performance.now();
    const quiet = now - this.#lastReadMs > burstMs;
    const latest = Math.max(0, this.#firstDirtyMs + longestBurstMs - now);
    this.#wakeIn(Math.max(quiet ? 0 : Math.min(burstMs, latest), this.#restMs(now)));
  }

  /** Thousands of images, one event after the other: without a rest the daemon would do nothing but list them. */
  #restMs(nowMs: number): number {
    if (this.#source.readSome !== undefined) return 0;
    return Math.min(longestRestMs, this.#lastTookMs * restPerRead) - (nowMs - this.#lastReadMs);
  }

  /** Only ever brings the next read forward. */
  #wakeIn(delayMs: number): void {
    const wakeAtMs = performance.now() + delayMs;
    if (this.#timer !== undefined && this.#wakeAtMs <= wakeAtMs) return;
    clearTimeout(this.#timer);
    this.#wakeAtMs = wakeAtMs;
    if (delayMs <= 0) {
      this.#timer = undefined;
      this.#flush().catch((error: unknown) => this.#onFailure(error));
      return;
    }
    this.#timer = setTimeout(() => {
      this.#flush().catch((error: unknown) => this.#onFailure(error));
    }, delayMs);
  }

  #onFailure(error: unknown): void {
    if (this.#signal.aborted) return;
    // The stream of events tells whether the daemon is still there; one failed read is made good by the next.
    this.#log.warn({ error: toMessage(error) }, 'a re-read failed');
    this.#readAll = true;
    this.#wakeIn(1_000);
  }

  async #flush(): Promise<void> {
    this.#timer = undefined;
    if (this.#reading) return;
    this.#reading = true;
    try {
      const ids = [...this.#dirty.keys()];
      const all = this.#readAll || this.#source.readSome === undefined || ids.length > manyIds;
      const expectations = new Map(this.#dirty);
      this.#dirty.clear();
      this.#readAll = false;
      if (all) await this.readAll();
      else await this.#readSome(expectations);
      this.#lastReadMs = performance.now();
      this.#recheck(expectations);
    } finally {
      this.#reading = false;
    }
    if (this.#timer === undefined && (this.#dirty.size > 0 || this.#readAll)) this.#schedule();
  }

  async #readSome(wanted: ReadonlyMap<string, Expectation<T> | null>): Promise<void> {
    const ids = [...wanted.keys()];
    await this.#read(
      async (signal) => (await this.#source.readSome?.(ids, signal)) ?? [],
      (rows, { newer, isOvertaken }) => {
        if (isOvertaken) {
          // The list may not show what the events told either.
          for (const [id, expectation] of wanted)
            if (!newer.has(id) && !this.#dirty.has(id)) this.#dirty.set(id, expectation);
          return;
        }
        const found = new Set(rows.map(({ id }) => id));
        const gone = ids.filter((id) => !found.has(id) && !this.#dirty.has(id));
        this.#collection.apply(
          rows.filter(({ id }) => !newer.has(id)),
          gone,
          Date.now(),
        );
        // A list that is being read may have been made before.
        for (const read of this.#underWay) for (const id of ids) read.newer.add(id);
      },
    );
  }

  #satisfies(id: string): boolean {
    const expectation = this.#dirty.get(id);
    const held = this.#collection.rows.get(id);
    return expectation === null || expectation === undefined || (held !== undefined && expectation(held.row));
  }

  #recheck(expectations: ReadonlyMap<string, Expectation<T> | null>): void {
    let delayMs: number | undefined;
    for (const [id, expectation] of expectations) {
      const held = this.#collection.rows.get(id);
      const tries = this.#tries.get(id) ?? 0;
      const wait = recheckMs[tries];
      if (expectation === null || held === undefined || expectation(held.row) || wait === undefined) {
        this.#tries.delete(id);
        continue;
      }
      if (this.#dirty.has(id)) continue;
      this.#tries.set(id, tries + 1);
      this.#dirty.set(id, expectation);
      delayMs = Math.min(delayMs ?? wait, wait);
    }
    if (delayMs !== undefined) this.#wakeIn(delayMs);
  }
}
