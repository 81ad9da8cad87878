import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WantedBytes } from './wanted-bytes.ts';

/** Few letters, so that substrings of the needle are everywhere. */
const few = (maxLength: number) =>
  fc.array(fc.constantFrom('a', 'b', '='), { minLength: 1, maxLength }).map((letters) => Buffer.from(letters.join('')));

test('a needle is found where Node finds it, from any offset on', () => {
  fc.assert(
    fc.property(few(300), few(14), fc.nat(320), (text, wanted, from) => {
      expect(new WantedBytes(wanted).find(text, from)).toBe(text.indexOf(wanted, from));
    }),
    { numRuns: 3000 },
  );
});

test('a needle keeps its anchor for later buffers of any content', () => {
  fc.assert(
    fc.property(fc.array(few(200), { minLength: 2, maxLength: 6 }), few(12), (texts, wanted) => {
      const bytes = new WantedBytes(wanted);
      for (const text of texts) {
        const found: number[] = [];
        for (let at = bytes.find(text, 0); at >= 0; at = bytes.find(text, at + 1)) found.push(at);
        const expected: number[] = [];
        for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) expected.push(at);
        expect(found).toEqual(expected);
      }
    }),
  );
});

test('a needle is found at the very end of a buffer, and not beyond it', () => {
  const wanted = new WantedBytes(Buffer.from('abcdefgh'));
  expect(wanted.find(Buffer.from('xxabcdefgh'), 0)).toBe(2);
  expect(wanted.find(Buffer.from('xxabcdefg'), 0)).toBe(-1);
  expect(wanted.find(Buffer.from('cdefgh'), 0)).toBe(-1);
});
