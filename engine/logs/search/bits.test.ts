import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bits } from './bits.ts';

test('rank, select and has of a bit set agree with a list', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 500 })), fc.nat({ max: 520 }), (indexes, at) => {
      const bits = new Bits();
      for (const index of indexes) bits.set(index);
      const sorted = indexes.toSorted((a, b) => a - b);
      expect(bits.count).toBe(sorted.length);
      expect(bits.has(at)).toBe(indexes.includes(at));
      expect(bits.rank(at)).toBe(sorted.filter((index) => index < at).length);
      for (const [nth, index] of sorted.entries()) expect(bits.select(nth)).toBe(index);
      expect(bits.select(sorted.length)).toBe(-1);
    }),
  );
});
