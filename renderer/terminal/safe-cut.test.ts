import { expect, test } from 'vitest';
import { SafeCut } from './safe-cut.ts';

function isSafeAfter(...pieces: readonly (string | readonly number[])[]): boolean {
  const cut = new SafeCut();
  for (const piece of pieces) {
    cut.push(typeof piece === 'string' ? new TextEncoder().encode(piece) : Uint8Array.from(piece));
  }
  return cut.isSafe;
}

test.each([
  ['plain text', 'hello\r\n'],
  ['a whole colour', '\u001B[31m'],
  ['a whole colour and text', '\u001B[1;31mred'],
  ['a title', '\u001B]0;title\u0007'],
  ['a title that ends in ST', '\u001B]0;title\u001B\\'],
  ['a charset', '\u001B(B'],
  ['a save', '\u001B7'],
  ['whole characters', 'é日😀'],
  ['a sequence that was broken off', '\u001B[12\u0018'],
])('%s can be cut after', (_name, text) => {
  expect(isSafeAfter(text)).toBe(true);
});

test.each([
  ['escape alone', '\u001B'],
  ['half a colour', '\u001B[1;3'],
  ['half a title', '\u001B]0;title'],
  ['a picture', '\u001BPq#0;2;0;0;0'],
  ['half a charset', '\u001B('],
])('%s cannot', (_name, text) => {
  expect(isSafeAfter(text)).toBe(false);
});

test('a sequence in two pieces', () => {
  expect(isSafeAfter('a\u001B[3', '1m')).toBe(true);
  expect(isSafeAfter('a\u001B', '[3')).toBe(false);
  expect(isSafeAfter('a\u001B]0;long', 'er', '\u0007b')).toBe(true);
});

test('a string longer than what is kept of it', () => {
  expect(isSafeAfter('\u001BPq', 'x'.repeat(100_000))).toBe(false);
  expect(isSafeAfter('\u001BPq', 'x'.repeat(100_000), '\u001B\\')).toBe(true);
});

test('half a character', () => {
  expect(isSafeAfter([0x61, 0xf0, 0x9f])).toBe(false);
  expect(isSafeAfter([0xf0, 0x9f], [0x98])).toBe(false);
  expect(isSafeAfter([0xf0, 0x9f], [0x98], [0x80])).toBe(true);
  expect(isSafeAfter([0xc3])).toBe(false);
});
