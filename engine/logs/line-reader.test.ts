import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineReader, parseTimedLine } from './line-reader.ts';

test('lines come out whole, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, '')),
        { maxLength: 10 },
      ),
      fc.integer({ min: 1, max: 9 }),
      (texts, size) => {
        const bytes = Buffer.from(texts.map((text) => `2026-01-02T03:04:05.123456789Z ${text}\n`).join(''));
        const reader = new LineReader();
        const lines = [];
        for (let offset = 0; offset < bytes.length; offset += size)
          lines.push(...reader.push(bytes.subarray(offset, offset + size)));
        lines.push(...reader.end());
        expect(lines).toEqual(texts.map((text) => ({ time: '2026-01-02T03:04:05.123456789Z', text })));
      },
    ),
  );
});

test('a last line without a newline counts', () => {
  const reader = new LineReader();
  expect(reader.push(Buffer.from('a\nb'))).toEqual([{ time: '', text: 'a' }]);
  expect(reader.end()).toEqual([{ time: '', text: 'b' }]);
  expect(reader.end()).toEqual([]);
});

test('a line without an end does not grow without a limit', () => {
  const reader = new LineReader();
  const lines = reader.push(Buffer.alloc(200_000, 'x'));
  expect(lines).toHaveLength(3);
  expect(lines.every(({ text }) => text.length <= 65_536)).toBe(true);
});

test('only a timestamp at the front is taken off', () => {
  expect(parseTimedLine('2026-01-02T03:04:05Z hi')).toEqual({ time: '2026-01-02T03:04:05Z', text: 'hi' });
  expect(parseTimedLine('at 2026-01-02T03:04:05Z hi')).toEqual({ time: '', text: 'at 2026-01-02T03:04:05Z hi' });
});
