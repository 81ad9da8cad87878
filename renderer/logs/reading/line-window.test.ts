import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineWindow } from './line-window.ts';

test('a line window requests all missing wanted lines, and those first', () => {
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
      const all = Array.from({ length: 61 }, (_, number) => number);
      const isThere = (number: number) => number >= first && number < end && !held.includes(number);
      const wanted = all.filter((number) => number >= from && number < to && isThere(number));
      expect(filled.slice(0, wanted.length)).toEqual(wanted);
      const isLookedAt = Math.max(from, first) < Math.min(to, end);
      expect(filled.toSorted((a, b) => a - b)).toEqual(isLookedAt ? all.filter(isThere) : []);
    }),
  );
});

test('a line window drops lines far from the wanted ones', () => {
  const window = new LineWindow<number>();
  window.want(100_000, 100_050);
  for (let number = 0; number < 30_000; number += 1) window.set(number, number);
  expect(window.get(0)).toBeUndefined();
  window.set(100_001, 1);
  expect(window.get(100_001)).toBe(1);
});

test('outdated lines stay until they are read again, and are requested once', () => {
  const window = new LineWindow<string>();
  window.want(0, 2);
  window.set(0, 'a');
  window.set(1, 'b');
  expect(window.firstGap(0, 2)).toBeNull();
  window.renew();
  expect(window.get(0)).toBe('a');
  const gap = window.firstGap(0, 2);
  expect(gap).toEqual({ from: 0, to: 2 });
  if (gap !== null) window.asked(gap);
  expect(window.firstGap(0, 2)).toBeNull();
  window.askAgain();
  expect(window.firstGap(0, 2)).toEqual({ from: 0, to: 2 });
});
