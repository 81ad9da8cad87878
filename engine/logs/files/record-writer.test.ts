import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordWriter } from './record-writer.ts';

function frame(stream: 1 | 2, text: string | Buffer): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** All records of an input that is cut into parts of these sizes, over and over. */
function records(
  input: Buffer,
  sizes: readonly number[],
  options: { tty?: boolean; stamp?: () => string } = {},
): string[] {
  const writer = new RecordWriter({ tty: options.tty ?? false, stamp: options.stamp ?? null });
  let out = '';
  for (let at = 0, turn = 0; at < input.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    out += writer.push(input.subarray(at, at + size)).toString('utf8');
    at += size;
  }
  out += writer.end().toString('utf8');
  return out.split('\n').slice(0, -1);
}

const time = '2026-01-02T03:04:05.123456789Z';
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, ''));

test('frames become records of their stream, however the bytes are split', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom<1 | 2>(1, 2), line)), sizes, (lines, cuts) => {
      const input = Buffer.concat(lines.map(([stream, text]) => frame(stream, `${time} ${text}\n`)));
      expect(records(input, cuts)).toEqual(lines.map(([stream, text]) => `${stream === 1 ? 'o' : 'e'}${time} ${text}`));
    }),
  );
});

test('partial messages of a long line are joined across messages of the other stream', () => {
  const partial = 'x'.repeat(16 * 1024);
  const input = Buffer.concat([
    frame(1, `${time} ${partial}`),
    frame(2, `${time} error\n`),
    frame(1, `${time} ${partial}`),
    frame(1, `${time} end\n`),
  ]);
  expect(records(input, [1000])).toEqual([`e${time} error`, `o${time} ${partial}${partial}end`]);
});

test('several lines in one message share its time', () => {
  expect(records(frame(1, `${time} one\ntwo\nthree`), [5])).toEqual([`o${time} one`, `o${time} two`, `o${time} three`]);
});

test('an unframed stream is lines of stdout, without the timestamps of partial messages', () => {
  const partial = 'y'.repeat(16 * 1024);
  const input = Buffer.from(`${time} one\r\n${time} ${partial}${time} ${partial}${time} end\r\n${time} last`);
  expect(records(input, [77], { tty: true })).toEqual([
    `o${time} one\r`,
    `o${time} ${partial}${partial}end\r`,
    `o${time} last`,
  ]);
});

test('output without timestamps gets one per line, wherever its frames end', () => {
  const input = Buffer.concat([
    frame(1, 'on'),
    frame(2, 'err\n'),
    frame(1, 'e\ntw'),
    frame(1, 'o\n'),
    frame(1, 'rest'),
  ]);
  expect(records(input, [3], { stamp: () => time })).toEqual([
    `e${time} err`,
    `o${time} one`,
    `o${time} two`,
    `o${time} rest`,
  ]);
});

test('bytes that are no log stream are refused', () => {
  const writer = new RecordWriter({ tty: false, stamp: null });
  expect(() => writer.push(Buffer.from('HTTP/1.1 200 OK'))).toThrow('Engine API');
});
