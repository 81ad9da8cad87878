import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stripEscapes } from '../../contract/escape-sequences.ts';
import type { LogQuery } from '../../contract/logs.ts';
import { findLines } from '../index/log-chunk.ts';
import { jsonFileFormat } from '../files/json-file-format.ts';
import { compileMatcher } from './matcher.ts';
import type { RecordFormat } from '../files/record-format.ts';
import { scanLines } from './scan-chunk.ts';
import { segmentFormat } from '../files/segment-format.ts';

const time = '2026-01-02T03:04:05.000000001Z';

/** Go's JSON escapes these; JavaScript's does not. */
function toGoJson(text: string): string {
  return JSON.stringify(text).replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

const formats: [RecordFormat, (text: string) => string][] = [
  [jsonFileFormat, (text) => `{"log":${toGoJson(`${text}\n`)},"stream":"stdout","time":"${time}"}\n`],
  [segmentFormat, (text) => `o${time} ${text}\n`],
];

const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', 'A', 'x', ' ', '"', '\\', '<', 'é', '\u001B[1m', '.', 'log', 'stdout', '\t', '😀'),
  }),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((raw) => raw.replaceAll(/[\r\n]/g, '')),
);

const needle = fc
  .oneof(
    fc.string({
      unit: fc.constantFrom('a', 'b', 'A', 'x', ' ', '"', '\\', '<', 'é', '.', 'log', '\t', '😀', 'stdout', 'n', 'u'),
      minLength: 1,
      maxLength: 5,
    }),
    text.filter((raw) => raw !== ''),
  )
  .map((raw) => stripEscapes(raw))
  .filter((raw) => raw !== '');

const patterns = fc.constantFrom(
  'a',
  'a|b',
  '^a',
  'b$',
  'a.b',
  '.*a',
  'a.*',
  '[^a]b',
  String.raw`\bab\b`,
  String.raw`\s`,
  String.raw`\S+`,
  String.raw`"`,
  'log',
  String.raw`\W`,
  '(?=a)',
  '(?<!a)b',
  String.raw`(a)\1`,
  'é',
  '.',
  '^$',
  'stream',
  String.raw`\\`,
  '[ab]{2,3}',
  String.raw`x\.`,
  '<',
  '[é-ü]',
  String.raw`\u00e9`,
);

const query = fc.record<LogQuery>({
  text: needle,
  isRegex: fc.constant(false),
  matchCase: fc.boolean(),
  wholeWord: fc.boolean(),
});
const patternQuery = fc.record<LogQuery>({
  text: patterns,
  isRegex: fc.constant(true),
  matchCase: fc.boolean(),
  wholeWord: fc.boolean(),
});

/** The result of a search line by line in the visible texts. */
function expected(texts: readonly string[], { text: wanted, isRegex, matchCase, wholeWord }: LogQuery): number[] {
  const source = isRegex ? wanted : wanted.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  const edges = wholeWord ? `(?<![\\w\\u00AA-\\uFFFF])(?:${source})(?![\\w\\u00AA-\\uFFFF])` : source;
  const pattern = new RegExp(edges, matchCase ? '' : 'i');
  return texts.flatMap((line, index) => (pattern.test(stripEscapes(line)) ? [index] : []));
}

test.each(formats)('a scan finds what a search line by line finds (%o)', (format, write) => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 12 }), fc.oneof(query, patternQuery), (texts, wanted) => {
      const bytes = Buffer.from(texts.map(write).join(''));
      const found = findLines(bytes, 0, bytes.length, format);
      expect(found.starts).toHaveLength(texts.length);
      const indexes: number[] = [];
      scanLines(
        {
          bytes,
          starts: Uint32Array.from(found.starts),
          offset: 0,
          metas: Uint8Array.from(found.metas),
          from: 0,
          to: texts.length,
          format,
        },
        { matcher: compileMatcher(wanted), allowed: new Uint8Array(16).fill(1), fromMs: null, toMs: null },
        (index) => indexes.push(index),
      );
      expect(indexes).toEqual(expected(texts, wanted));
    }),
    { numRuns: 1500 },
  );
});

test('matches of a query are marked, and empty matches end', () => {
  const ranges = (wanted: Partial<LogQuery>, line: string) =>
    compileMatcher({ text: 'a', isRegex: false, matchCase: true, wholeWord: false, ...wanted }).matches(line);
  expect(ranges({}, 'banana')).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(ranges({ text: 'x*', isRegex: true }, 'axxb')).toEqual([[1, 3]]);
  expect(ranges({}, 'a'.repeat(5000))).toHaveLength(1000);
});
