import { expect, test } from 'vitest';
import { createDoubleEscape } from './double-escape.ts';

function keys(...presses: readonly (readonly [atMs: number, key: string])[]): boolean[] {
  const isSecond = createDoubleEscape();
  return presses.map(([atMs, key]) => isSecond(key, atMs));
}

test('two within 600 ms leave', () => {
  expect(keys([0, 'Escape'], [600, 'Escape'])).toEqual([false, true]);
});

test('two that are further apart are two', () => {
  expect(keys([0, 'Escape'], [601, 'Escape'], [900, 'Escape'])).toEqual([false, false, true]);
});

test('a key between them makes them two', () => {
  expect(keys([0, 'Escape'], [10, ':'], [20, 'Escape'])).toEqual([false, false, false]);
});

test('a third is a first again', () => {
  expect(keys([0, 'Escape'], [10, 'Escape'], [20, 'Escape'])).toEqual([false, true, false]);
});
