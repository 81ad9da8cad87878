import { expect, test } from 'vitest';
import { stepInList } from './step-in-list.ts';

test('arrows go round, Home and End to the ends', () => {
  expect(stepInList('ArrowRight', 2, 3)).toBe(0);
  expect(stepInList('ArrowLeft', 0, 3)).toBe(2);
  expect(stepInList('Home', 2, 3)).toBe(0);
  expect(stepInList('End', 0, 3)).toBe(2);
});

test('other keys and empty lists lead nowhere', () => {
  expect(stepInList('a', 0, 3)).toBeNull();
  expect(stepInList('End', 0, 0)).toBeNull();
});
