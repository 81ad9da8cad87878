import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineWindow } from './line-window.ts';

test('the gaps, filled one after the other, are exactly what was wanted and missing', () => {
  const anyRange = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  fc.assert(
    fc.property(fc.array(fc.nat(60)), anyRange, anyRange, (held, [from, to], [first, end]) => {
      const window = new LineWindow<true>();
      for (const number of held) window.set(number, true);
      window.want(from, to);
      const filled: number[] = [];
      for (let gap = window.firstGap(first, end); gap !== null; gap = window.firstGap(first, end)) {
        for (let number = gap.from; number < gap.to; number += 1) {
          filled.push(number);
          window.set(number, true);
        }
      }
      const expected = Array.from({ length: 61 }, (_, number) => number).filter(
        (number) => number >= from && number < to && number >= first && number < end && !held.includes(number),
      );
      expect(filled).toEqual(expected);
    }),
  );
});

test('what is far from what is looked at is let go', () => {
  const window = new LineWindow<number>();
  window.want(100_000, 100_050);
  for (let number = 0; number < 30_000; number += 1) window.set(number, number);
  expect(window.get(0)).toBeUndefined();
  window.set(100_001, 1);
  expect(window.get(100_001)).toBe(1);
});
