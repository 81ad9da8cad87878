import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOutJson } from './json-text.ts';

describe('JSON laid out', () => {
  test('looks as JSON.stringify does, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(layOutJson(JSON.stringify(value)).text).toBe(JSON.stringify(value, null, 2));
        expect(layOutJson(JSON.stringify(value, null, '\t')).text).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  test('marks keys, strings, numbers and words', () => {
    const { text, tokens } = layOutJson('{"a":"b:","n":[-1.5e3,true]}');
    expect(tokens.map(({ start, end, ink }) => [text.slice(start, end), ink])).toEqual([
      ['"a"', 'key'],
      ['"b:"', 'string'],
      ['"n"', 'key'],
      ['-1.5e3', 'number'],
      ['true', 'word'],
    ]);
  });

  test('keeps numbers that JavaScript cannot hold, and doubled keys', () => {
    expect(layOutJson('{"a":18446744073709551615,"a":1}').text).toBe('{\n  "a": 18446744073709551615,\n  "a": 1\n}');
  });

  test('text that is not JSON stays as it is', () => {
    expect(layOutJson('page not found')).toEqual({ text: 'page not found', tokens: [] });
    expect(layOutJson('{"a":1} x')).toEqual({ text: '{"a":1} x', tokens: [] });
  });

  // What looked at all that stands before for every token would take minutes, and fail by the limit of a test.
  test('a document of some megabytes is laid out as JavaScript itself does it', () => {
    const value = Array.from({ length: 100_000 }, (_, n) => ({ name: `n${n}`, value: n }));
    expect(layOutJson(JSON.stringify(value)).text === JSON.stringify(value, null, 2)).toBe(true);
  });
});
