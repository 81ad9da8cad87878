import { expect, test } from 'vitest';
import { sliceOf, toRange, wordAt } from './text-range.ts';

test('a text range goes forward whichever end is set first', () => {
  const early = { row: 1, char: 5 };
  const late = { row: 3, char: 2 };
  expect(toRange(late, early)).toEqual({ start: early, end: late });
  expect(toRange({ row: 1, char: 9 }, early)).toEqual({ start: early, end: { row: 1, char: 9 } });
});

test('a text range cuts its first and last row', () => {
  const range = toRange({ row: 1, char: 2 }, { row: 3, char: 1 });
  expect([1, 2, 3].map((row) => sliceOf(range, row, 'abcd'))).toEqual(['cd', 'abcd', 'a']);
  expect(sliceOf(toRange({ row: 1, char: 1 }, { row: 1, char: 3 }), 1, 'abcd')).toBe('bc');
});

test.each([
  ['GET /health 200', 1, 'GET'],
  ['GET /health 200', 3, ' '],
  ['GET /health 200', 99, '200'],
  ['a = b', 2, '='],
  ['', 0, ''],
])('the word of %j at %i is %j', (text, char, word) => {
  expect(text.slice(...wordAt(text, char))).toBe(word);
});
