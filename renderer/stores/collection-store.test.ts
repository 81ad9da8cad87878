import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Changes } from '../../engine/contract/changes.ts';
import {
  applyChanges,
  type CollectionState,
  createCollectionStore,
  emptyCollection,
  followCollection,
} from './collection-store.ts';

interface Row {
  id: string;
  name: string;
  ports: number[];
}

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const row: fc.Arbitrary<Row> = fc.record({
  id,
  name: fc.constantFrom('one', 'two'),
  ports: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
});
const anyChanges: fc.Arbitrary<Changes<Row>> = fc.record({
  epoch: fc.constantFrom('e1', 'e2'),
  seq: fc.nat(100),
  reset: fc.boolean(),
  upserts: fc.uniqueArray(row, { selector: (one) => one.id }),
  removes: fc.uniqueArray(id),
  freshness: fc.constantFrom('loading', 'live', 'stale'),
  asOfMs: fc.nat(1000),
});
/** What is there is not gone: a service lets the one go when it tells the other. */
const changes = anyChanges.map((one): Changes<Row> => ({
  ...one,
  removes: one.removes.filter((gone) => !one.upserts.some((there) => there.id === gone)),
}));

/** The plainest thing that could be right. */
function model(before: ReadonlyMap<string, Row>, { reset, upserts, removes }: Changes<Row>): Map<string, Row> {
  const after = new Map(reset ? [] : before);
  if (!reset) for (const gone of removes) after.delete(gone);
  for (const item of upserts) after.set(item.id, item);
  return after;
}

const sorted = (rows: ReadonlyMap<string, Row>) => [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('applying changes', () => {
  test('gives what a plain map gives, and says which version it is', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 12 }), (patches) => {
        let state = emptyCollection<Row>();
        let expected: ReadonlyMap<string, Row> = new Map();
        for (const patch of patches) {
          state = applyChanges(state, structuredClone(patch));
          expected = model(expected, patch);
          expect(sorted(state.rows)).toEqual(sorted(expected));
          const { epoch, seq, freshness, asOfMs } = patch;
          expect(state).toMatchObject({ epoch, seq, freshness, asOfMs });
        }
      }),
    );
  });

  test('keeps the identity of every row that says the same, and of the whole map when all do', () => {
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 8 }), changes, (patches, last) => {
        const before = patches.reduce<CollectionState<Row>>(applyChanges, emptyCollection<Row>());
        // What comes over the wire is never the object that the page holds.
        const after = applyChanges(before, structuredClone(last));
        const text = (value: unknown) => JSON.stringify(value);
        const copied = [...after.rows.values()].filter((now) => {
          const then = before.rows.get(now.id);
          return then !== now && text(then) === text(now);
        });
        expect(copied).toEqual([]);
        const isSameMap = after.rows === before.rows;
        expect(isSameMap).toBe(text(sorted(before.rows)) === text(sorted(after.rows)));
      }),
    );
  });

  test('does not touch the state it was given', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 5 }), changes, (patches, last) => {
        const before = patches.reduce<CollectionState<Row>>(applyChanges, emptyCollection<Row>());
        const copy = structuredClone([...before.rows]);
        applyChanges(before, last);
        expect([...before.rows]).toEqual(copy);
      }),
    );
  });

  test('keeps the map itself when nothing changed', () => {
    const first: Changes<Row> = {
      epoch: 'e1',
      seq: 1,
      reset: true,
      upserts: [{ id: 'a', name: 'one', ports: [1] }],
      removes: [],
      freshness: 'live',
      asOfMs: 1,
    };
    const state = applyChanges(emptyCollection<Row>(), first);
    expect(applyChanges(state, structuredClone({ ...first, seq: 2 })).rows).toBe(state.rows);
    expect(applyChanges(state, { ...first, reset: false, upserts: [], removes: ['b'] }).rows).toBe(state.rows);
    expect(applyChanges(state, structuredClone({ ...first, reset: false })).rows).toBe(state.rows);
  });
});

describe('following', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('a listener that throws is reported once for each change; the others hear, and nothing is asked twice', async () => {
    const reported = vi.fn<(error: unknown) => void>();
    vi.stubGlobal('reportError', reported);
    const failure = new Error('a mistake of ours');
    const store = createCollectionStore<Row>();
    const heard: number[] = [];
    store.subscribe(() => {
      throw failure;
    });
    store.subscribe(({ seq }) => heard.push(seq));
    const abort = new AbortController();
    const asked: number[] = [];
    await followCollection({
      store,
      async call({ seq }) {
        asked.push(seq);
        if (asked.length === 3) abort.abort();
        return {
          epoch: 'e',
          seq: seq + 1,
          reset: false,
          upserts: [{ id: String(seq), name: 'one', ports: [] }],
          removes: [],
          freshness: 'live',
          asOfMs: 1,
        };
      },
      ready: () => Promise.resolve(),
      signal: abort.signal,
    });
    expect(asked).toEqual([0, 1, 2]);
    expect([...store.getState().rows.keys()]).toEqual(['0', '1']);
    expect(heard).toEqual([1, 2]);
    expect(reported.mock.calls).toEqual([[failure], [failure]]);
  });
});
