import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stripEscapes } from '../../../engine/contract/escape-sequences.ts';
import { parseAnsi } from './ansi.ts';

const esc = '\u001B';

describe('parseAnsi', () => {
  test.each([
    [`${esc}[31mred${esc}[0m`, 'red', { ink: 1 }],
    [`${esc}[1;92mok`, 'ok', { ink: 10, bold: true }],
    [`${esc}[38;5;196mx`, 'x', { ink: [255, 0, 0] }],
    [`${esc}[38;5;9mx`, 'x', { ink: 9 }],
    [`${esc}[38;5;244mx`, 'x', { ink: [128, 128, 128] }],
    [`${esc}[38:5:21mx`, 'x', { ink: [0, 0, 255] }],
    [`${esc}[38;2;1;2;3mx`, 'x', { ink: [1, 2, 3] }],
    [`${esc}[38:2::1:2:3mx`, 'x', { ink: [1, 2, 3] }],
    [`${esc}[48;2;9;9;9;1mx`, 'x', { ground: [9, 9, 9], bold: true }],
    [`${esc}[7mx`, 'x', { inverse: true }],
    [`${esc}[3;4mx`, 'x', { italic: true, underline: true }],
    ['\u009B33mx', 'x', { ink: 3 }],
  ])('%j', (raw, text, style) => {
    const parsed = parseAnsi(raw);
    expect(parsed.text).toBe(text);
    expect(parsed.runs[0]).toMatchObject({ start: 0, end: text.length, style });
  });

  test('text after a reset is plain', () => {
    expect(parseAnsi(`${esc}[31ma${esc}[mb${esc}[1mc${esc}[22md`).runs.map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  test('a line with thousands of colours has a bounded number of runs', () => {
    const bomb = Array.from({ length: 50_000 }, (_, n) => `${esc}[38;5;${n % 256}mx`).join('');
    const { text, runs } = parseAnsi(bomb);
    expect(text.length).toBe(50_000);
    expect(runs.length).toBeLessThanOrEqual(200);
  });

  test('the parsed text equals the text that the service searches, and its runs are in order', () => {
    const text = fc.constantFrom(esc, '[', '3', '1', '8', '5', ';', ':', 'm', ']', '\u0007', '\u009B', 'a', '\r', ' ');
    fc.assert(
      fc.property(
        fc.array(text).map((texts) => texts.join('')),
        (raw) => {
          const { text, runs } = parseAnsi(raw);
          expect(text).toBe(stripEscapes(raw));
          let at = 0;
          for (const { start, end } of runs) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(end).toBeGreaterThan(start);
            at = end;
          }
          expect(at).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});
