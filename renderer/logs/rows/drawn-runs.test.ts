import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAnsi } from './ansi.ts';
import { toDrawnRuns } from './drawn-runs.ts';

const draw = (raw: string, matches: [number, number][] = []) => toDrawnRuns(parseAnsi(raw), matches, 2000);

describe('toDrawnRuns', () => {
  test('plain text is one run', () => {
    expect(draw('GET /health 200')).toEqual([
      { at: 0, text: 'GET /health 200', isControl: false, style: null, link: null, match: null },
    ]);
  });

  test('matches, colours, links and signs split each other', () => {
    const runs = draw('\u001B[31mred http://a.example/x.\u0007end', [[2, 6]]);
    expect(runs.map(({ text, match, link, isControl, style }) => [text, match, link, isControl, style?.ink])).toEqual([
      ['re', null, null, false, 1],
      ['d ', 0, null, false, 1],
      ['ht', 0, 'http://a.example/x', false, 1],
      ['tp://a.example/x', null, 'http://a.example/x', false, 1],
      ['.', null, null, false, 1],
      ['^G', null, null, true, 1],
      ['end', null, null, false, 1],
    ]);
  });

  test.each([
    ['javascript:alert(1)', null],
    ['see https://user:pw@evil.example/ now', null],
    ['(https://a.example/b)', 'https://a.example/b'],
    ['"url":"https://a.example/b?c=d#e"', 'https://a.example/b?c=d#e'],
    ['https://a.example/\u202Etxt.exe', null],
  ])('%s links to %s', (text, href) => {
    expect(draw(text).find(({ link }) => link !== null)?.link ?? null).toBe(href);
  });

  test('the runs are the whole text, without characters that hide or reorder', () => {
    const text = fc.constantFrom('\u001B[31m', '\u001B[m', 'http://a.b/', ' ', 'x', '\u202E', '\u0000', '\u200B', '"');
    const spans = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 5 })), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(text).map((texts) => texts.join('')),
        spans,
        (raw, gaps) => {
          let at = 0;
          const matches = gaps.map(([skip, length]): [number, number] => {
            const start = at + skip;
            at = start + length;
            return [start, at];
          });
          const styled = parseAnsi(raw);
          const runs = toDrawnRuns(styled, matches, 2000);
          let read = 0;
          for (const run of runs) {
            expect(run.at).toBe(read);
            read += run.isControl ? 1 : run.text.length;
            // oxlint-disable-next-line no-control-regex -- this is what must not be there
            expect(run.text).not.toMatch(/[\u0000\u202E\u200B\u001B]/u);
          }
          expect(read).toBe(styled.text.length);
        },
      ),
    );
  });
});
