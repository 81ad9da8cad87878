import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAnsi } from './ansi.ts';
import { contrast, drawStyle, readableOn, toLuminance } from './readable-ink.ts';

const byte = fc.integer({ min: 0, max: 255 });
const colour = fc.tuple(byte, byte, byte);

test('every colour is readable on every ground', () => {
  fc.assert(
    fc.property(colour, colour, (ink, ground) => {
      const luminance = toLuminance(ground);
      // 4.5 rather than 4.6: the last step is rounded to whole bytes, and some grounds allow at
      // most 4.58.
      expect(contrast(toLuminance(readableOn(ink, luminance)), luminance)).toBeGreaterThan(4.45);
    }),
  );
});

test('a readable colour is unchanged', () => {
  expect(readableOn([255, 200, 100], 0.01)).toEqual([255, 200, 100]);
});

test.each([
  ['31', { '--ink-dark': 'var(--term-red)', '--ink-light': 'var(--term-red)' }],
  ['30', { '--ink-dark': 'var(--term-bright-black)' }],
  ['7', { '--ground-dark': 'var(--term-fg)', '--ink-dark': 'var(--bg-inset)' }],
  ['31;7', { '--ground-dark': 'var(--term-red)', '--ink-dark': 'var(--bg-inset)' }],
  ['38;2;0;0;0;48;2;0;0;0', { '--ground-dark': 'rgb(0 0 0)' }],
])('%s', (codes, variables) => {
  const style = parseAnsi(`\u001B[${codes}mx`).runs[0]?.style;
  expect(style && drawStyle(style).variables).toMatchObject(variables);
});
