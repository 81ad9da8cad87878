import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Changes } from '../contract/changes.ts';
import { Collection } from './collection.ts';

interface Row {
  id: string;
  value: number;
}

const never = new AbortController().signal;
const start = { epoch: '', seq: 0, freshness: 'loading' } as const;

/** A page's copy, which knows only what the changes told it. */
class Copy {
  rows = new Map<string, Row>();
  at: { epoch: string; seq: number; freshness: 'loading' | 'live' | 'stale' } = start;

  take({ epoch, seq, freshness, reset, upserts, removes }: Changes<Row>): void {
    if (reset) this.rows.clear();
    for (const row of upserts) this.rows.set(row.id, row);
    for (const id of removes) this.rows.delete(id);
    this.at = { epoch, seq, freshness };
  }
}

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const row = fc.record({ id, value: fc.integer({ min: 0, max: 3 }) });
const step = fc.oneof(
  fc.record({
    kind: fc.constant('apply' as const),
    upserts: fc.array(row, { maxLength: 4 }),
    removes: fc.array(id, { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('replace' as const), rows: fc.uniqueArray(row, { selector: (r) => r.id }) }),
  fc.record({ kind: fc.constant('pull' as const), reader: fc.constantFrom(0, 1) }),
);

test('whenever a reader pulls, its copy equals the collection', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const collection = new Collection<Row>();
      const copies = [new Copy(), new Copy()];
      for (const action of steps) {
        if (action.kind === 'apply') {
          const removes = action.removes.filter((gone) => action.upserts.every((upsert) => upsert.id !== gone));
          collection.apply(action.upserts, removes, 1);
        } else if (action.kind === 'replace') collection.replace(action.rows, 1);
        else copies[action.reader]?.take(await pull(collection, copies[action.reader]));
      }
      for (const copy of copies) {
        copy.take(await pull(collection, copy));
        const held = [...collection.rows].map(([key, entry]) => [key, entry.row] as const);
        expect(copy.rows).toEqual(new Map(held));
      }
    }),
  );
});

/** Pulls without waiting: a reader that is up to date changes its mind about the freshness. */
async function pull(collection: Collection<Row>, copy: Copy | undefined): Promise<Changes<Row>> {
  const at = copy?.at ?? start;
  return collection.changes({ ...at, freshness: collection.freshness === 'live' ? 'stale' : 'live' }, never);
}

test('a reader that is up to date waits for the next change', async () => {
  const collection = new Collection<Row>();
  const copy = new Copy();
  copy.take(await collection.changes(start, never));
  const next = collection.changes(copy.at, never);
  expect(collection.isWatched).toBe(true);
  collection.apply([{ id: 'a', value: 1 }], [], 1);
  copy.take(await next);
  expect(copy.rows.get('a')).toEqual({ id: 'a', value: 1 });
  expect(collection.isWatched).toBe(false);
});

test('a row that is read again unchanged is no news', async () => {
  const collection = new Collection<Row>();
  collection.apply([{ id: 'a', value: 1 }], [], 1);
  const copy = new Copy();
  copy.take(await collection.changes(start, never));
  collection.apply([{ id: 'a', value: 1 }], ['b'], 2);
  const stop = new AbortController();
  const next = collection.changes(copy.at, stop.signal);
  stop.abort();
  await expect(next).rejects.toThrow();
});

test('many changes reach a slow reader as one patch', async () => {
  const collection = new Collection<Row>();
  const copy = new Copy();
  copy.take(await collection.changes(start, never));
  for (let value = 0; value < 1000; value += 1) collection.apply([{ id: 'a', value }], [], value);
  const changes = await collection.changes(copy.at, never);
  expect(changes).toMatchObject({ reset: false, upserts: [{ id: 'a', value: 999 }], removes: [] });
});

test('a reader from before many removals gets the whole copy anew', async () => {
  const collection = new Collection<Row>();
  collection.apply([{ id: 'kept', value: 1 }], [], 1);
  const copy = new Copy();
  copy.take(await collection.changes(start, never));
  for (let index = 0; index < 10_050; index += 1) {
    collection.apply([{ id: `r${index}`, value: 1 }], [], 1);
    collection.apply([], [`r${index}`], 1);
  }
  const changes = await collection.changes(copy.at, never);
  expect(changes).toMatchObject({ reset: true, upserts: [{ id: 'kept', value: 1 }] });
});
