import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeTitle } from './safe-title.ts';

test.each([
  ['vim notes.txt', 'vim notes.txt'],
  ['  two\twords \n here ', 'twowords here'],
  ['safe\u202Etxt.exe', 'safetxt.exe'],
  ['a\u0007b\u001B[31mc\u009Cd', 'ab[31mcd'],
  ['zero\u200Bwidth\uFEFF', 'zerowidth'],
  ['日本語 😀', '日本語 😀'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
])('%j becomes %j', (title, expected) => {
  expect(safeTitle(title)).toBe(expected);
});

test('is never longer than 100 characters, whatever a program says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (title) => {
      expect(Array.from(safeTitle(title)).length).toBeLessThanOrEqual(100);
    }),
  );
  expect(safeTitle('x'.repeat(1_000_000))).toBe(`${'x'.repeat(99)}…`);
});
