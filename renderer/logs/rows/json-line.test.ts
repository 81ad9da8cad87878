import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonLine } from './json-line.ts';

test.each([
  [
    '{"level":"info","time":1,"msg":"order accepted","order_id":"A-30922","total":84.2,"nested":{"a":1}}',
    {
      message: 'order accepted',
      chips: [
        { key: 'order_id', value: 'A-30922' },
        { key: 'total', value: '84.2' },
      ],
      keyCount: 6,
    },
  ],
  ['{}', { message: '', chips: [], keyCount: 0 }],
  ['{"a":1', null],
  ['[1]', null],
  ['{a}', null],
  ['plain', null],
])('%s', (text, expected) => {
  expect(parseJsonLine(text)).toEqual(expected);
});

test('every JSON object has a summary', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const line = parseJsonLine(JSON.stringify(value));
      expect(line?.keyCount).toBe(Object.keys(value).length);
      expect(line?.chips.length).toBeLessThanOrEqual(3);
    }),
  );
});
