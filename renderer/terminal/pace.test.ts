import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

function run(bytesPerMs: number, count = 50) {
  let nowMs = 0;
  const pace = new Pace(() => nowMs);
  for (let at = 0; at < count; at += 1) {
    // It was out of work for a while, which must not count.
    nowMs += 1000;
    pace.hand(32_768);
    nowMs += 32_768 / bytesPerMs;
    pace.draw(32_768);
  }
  return pace;
}

test('learns how fast a terminal draws', () => {
  expect(run(10_000).bytesIn(12)).toBeCloseTo(120_000, -2);
});

test('stays within what a page may hold', () => {
  expect(run(1_000_000).bytesIn(12)).toBe(256 * 1024);
  expect(run(100).bytesIn(12)).toBe(32 * 1024);
});

test('keys that are echoed say nothing', () => {
  let nowMs = 0;
  const pace = new Pace(() => nowMs);
  const before = pace.bytesIn(12);
  pace.hand(1);
  nowMs += 10;
  pace.draw(1);
  expect(pace.bytesIn(12)).toBe(before);
});
