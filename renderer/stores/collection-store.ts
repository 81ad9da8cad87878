import type { StoreApi } from 'zustand/vanilla';
import type { Changes, ChangesInput, Freshness } from '../../engine/contract/changes.ts';
import { followChanges } from '../client/follow-changes.ts';
import { createStore } from './create-store.ts';
import { sameJson } from './same-json.ts';

/** A live copy of one kind of object. Nothing but `applyChanges` edits it. */
export interface CollectionState<T> {
  /** By id. Unchanged rows keep their identity from one state to the next, and an unchanged map does too. */
  readonly rows: ReadonlyMap<string, T>;
  readonly freshness: Freshness;
  /** When the engine was last known to agree; milliseconds since 1970, 0 while loading. */
  readonly asOfMs: number;
  readonly epoch: string;
  readonly seq: number;
}

export type CollectionStore<T> = StoreApi<CollectionState<T>>;

/** A copy that has not been asked for yet. */
export function emptyCollection<T>(): CollectionState<T> {
  return { rows: new Map(), freshness: 'loading', asOfMs: 0, epoch: '', seq: 0 };
}

/** The state after a patch. A row that comes again with the same content keeps its identity, so that nothing redraws. */
export function applyChanges<T extends { readonly id: string }>(
  state: CollectionState<T>,
  changes: Changes<T>,
): CollectionState<T> {
  const { epoch, seq, freshness, asOfMs } = changes;
  const rows = changes.reset ? replaceRows(state.rows, changes.upserts) : patchRows(state.rows, changes);
  return { rows, epoch, seq, freshness, asOfMs };
}

function replaceRows<T extends { readonly id: string }>(
  before: ReadonlyMap<string, T>,
  items: readonly T[],
): ReadonlyMap<string, T> {
  const after = new Map<string, T>();
  for (const item of items) after.set(item.id, keepIdentity(before.get(item.id), item));
  const isUnchanged = after.size === before.size && [...after].every(([id, row]) => before.get(id) === row);
  return isUnchanged ? before : after;
}

function patchRows<T extends { readonly id: string }>(
  before: ReadonlyMap<string, T>,
  { upserts, removes }: Pick<Changes<T>, 'upserts' | 'removes'>,
): ReadonlyMap<string, T> {
  let after: Map<string, T> | null = null;
  for (const id of removes) {
    if ((after ?? before).has(id)) (after ??= new Map(before)).delete(id);
  }
  for (const item of upserts) {
    const row = keepIdentity((after ?? before).get(item.id) ?? before.get(item.id), item);
    if ((after ?? before).get(item.id) !== row) (after ??= new Map(before)).set(item.id, row);
  }
  return after ?? before;
}

function keepIdentity<T>(before: T | undefined, item: T): T {
  return before !== undefined && sameJson(before, item) ? before : item;
}

/** An empty live copy. */
export function createCollectionStore<T>(): CollectionStore<T> {
  return createStore(() => emptyCollection<T>());
}

interface FollowCollectionOptions<T extends { readonly id: string }> {
  readonly store: CollectionStore<T>;
  readonly call: (known: ChangesInput, options: { signal: AbortSignal }) => Promise<Changes<T>>;
  readonly ready: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Keeps a copy up to date until the signal is aborted. */
export async function followCollection<T extends { readonly id: string }>(
  options: FollowCollectionOptions<T>,
): Promise<void> {
  const { store, call, ready, signal } = options;
  const toKnown = ({ epoch, seq, freshness }: ChangesInput): ChangesInput => ({ epoch, seq, freshness });
  await followChanges({
    from: toKnown(store.getState()),
    call: (from, callSignal) => call(from, { signal: callSignal }),
    toKnown,
    take: (changes) => store.setState(applyChanges(store.getState(), changes), true),
    ready,
    signal,
  });
}
