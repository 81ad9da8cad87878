import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Changes, ChangesInput, Freshness } from '../contract/changes.ts';
import { Waiters } from '../platform/waiters.ts';

/** Removals remembered per collection; a page that is further behind gets the whole copy anew. */
const maxTombstones = 10_000;

interface Entry<T> {
  readonly row: T;
  /** The version at which the row became what it is. */
  readonly seq: number;
}

/**
 * A live copy of one kind of object, in versions. A change counts `seq` up by one; every reader pulls what is newer than the
 * version that it has, so there is no queue per reader. Each collection has an `epoch` of its own: versions of another one mean nothing here.
 */
export class Collection<T extends { readonly id: string }> {
  readonly #epoch = randomUUID();
  #seq = 0;
  #freshness: Freshness = 'loading';
  #asOfMs = 0;
  readonly #rows = new Map<string, Entry<T>>();
  /** Removed ids, oldest first. */
  readonly #tombstones = new Map<string, number>();
  /** No reader from before this version can be given a patch. */
  #oldestSeq = 0;
  readonly #waiting = new Waiters();

  get rows(): ReadonlyMap<string, { readonly row: T }> {
    return this.#rows;
  }

  get freshness(): Freshness {
    return this.#freshness;
  }

  /** Whether a reader waits for news now. */
  get isWatched(): boolean {
    return this.#waiting.size > 0;
  }

  /** Takes in rows that were read and ids that are gone. Rows equal to those held change nothing. */
  apply(upserts: readonly T[], removes: readonly string[], asOfMs: number): void {
    this.#asOfMs = asOfMs;
    const next = this.#seq + 1;
    let changed = false;
    for (const row of upserts) {
      const held = this.#rows.get(row.id);
      if (held !== undefined && isDeepStrictEqual(held.row, row)) continue;
      this.#rows.set(row.id, { row, seq: next });
      this.#tombstones.delete(row.id);
      changed = true;
    }
    for (const id of removes) {
      if (!this.#rows.delete(id)) continue;
      this.#tombstones.set(id, next);
      changed = true;
    }
    if (!changed) return;
    this.#seq = next;
    this.#forgetOldTombstones();
    this.#waiting.wake();
  }

  /** Takes in a complete list: what is not in it is gone. */
  replace(rows: readonly T[], asOfMs: number): void {
    const kept = new Set(rows.map(({ id }) => id));
    const gone = [...this.#rows.keys()].filter((id) => !kept.has(id));
    this.apply(rows, gone, asOfMs);
  }

  /** Says whether the copy follows the daemon. */
  setFreshness(freshness: Freshness): void {
    if (this.#freshness === freshness) return;
    this.#freshness = freshness;
    this.#waiting.wake();
  }

  /** Answers when there is something that a reader at `input` does not have. Rejects with the signal's reason when aborted. */
  async changes(input: ChangesInput, signal: AbortSignal): Promise<Changes<T>> {
    while (input.epoch === this.#epoch && input.seq === this.#seq && input.freshness === this.#freshness) {
      await this.#waiting.next(signal);
    }
    signal.throwIfAborted();
    return this.#changesSince(input);
  }

  #changesSince(input: ChangesInput): Changes<T> {
    const isPatch = input.epoch === this.#epoch && input.seq >= this.#oldestSeq && input.seq <= this.#seq;
    const common = { epoch: this.#epoch, seq: this.#seq, freshness: this.#freshness, asOfMs: this.#asOfMs };
    if (!isPatch)
      return { ...common, reset: true, upserts: [...this.#rows.values()].map(({ row }) => row), removes: [] };
    const upserts: T[] = [];
    for (const { row, seq } of this.#rows.values()) if (seq > input.seq) upserts.push(row);
    const removes: string[] = [];
    for (const [id, seq] of this.#tombstones) if (seq > input.seq) removes.push(id);
    return { ...common, reset: false, upserts, removes };
  }

  #forgetOldTombstones(): void {
    for (const [id, seq] of this.#tombstones) {
      if (this.#tombstones.size <= maxTombstones) return;
      this.#tombstones.delete(id);
      this.#oldestSeq = Math.max(this.#oldestSeq, seq);
    }
  }
}
