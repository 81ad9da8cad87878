import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MergeHeap } from './merge-heap.ts';

test('a merge heap returns the earliest entry first, with any pushes in between', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat({ max: 20 }), { nil: null })), (steps) => {
      const heap = new MergeHeap((one, other) => one.ms < other.ms);
      const taken: (number | undefined)[] = [];
      const wanted: (number | undefined)[] = [];
      let held: number[] = [];
      for (const ms of [...steps, ...steps.map(() => null)]) {
        if (ms === null) {
          taken.push(heap.first?.ms, heap.pop()?.ms);
          wanted.push(held[0], held.shift());
        } else {
          heap.push({ feed: ms, ms });
          held = [...held, ms].toSorted((a, b) => a - b);
        }
      }
      expect(taken).toEqual(wanted);
    }),
  );
});

test('a merge heap needs few comparisons for very many entries', () => {
  let comparisons = 0;
  const heap = new MergeHeap((one, other) => {
    comparisons += 1;
    return one.ms < other.ms;
  });
  for (let feed = 0; feed < 1_400; feed += 1) heap.push({ feed, ms: (feed * 7919) % 1_400 });
  comparisons = 0;
  for (let turn = 0; turn < 1_000; turn += 1) {
    const next = heap.pop();
    heap.push({ feed: next?.feed ?? 0, ms: (next?.ms ?? 0) + 1_400 });
  }
  // Two comparisons per level on the way down, one on the way up.
  expect(comparisons).toBeLessThan(1_000 * 3 * 11);
});
