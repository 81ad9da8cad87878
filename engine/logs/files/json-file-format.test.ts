import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLine, findLines, findQuietStart } from '../index/log-chunk.ts';
import { jsonFileFormat } from './json-file-format.ts';
import { createFields } from './record-format.ts';

/** A message as dockerd's json-file driver writes it. */
function record(log: string, { stream = 'stdout', time = '2026-01-02T03:04:05.123456789Z', attrs = '' } = {}): string {
  return `${JSON.stringify({ log }).slice(0, -1)},"stream":"${stream}",${attrs}"time":"${time}"}\n`;
}

function parse(text: string) {
  const bytes = Buffer.from(text);
  const fields = createFields();
  jsonFileFormat.findFields(bytes, 0, bytes.length - 1, fields);
  return {
    text: jsonFileFormat.decode(bytes, fields.textStart, fields.textEnd),
    time: bytes.toString('latin1', fields.timeStart, fields.timeEnd),
    isStderr: fields.isStderr,
    endsLine: fields.endsLine,
  };
}

test('any text survives the json-file format', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: fc.constantFrom('\\', '"', 'n', '\r', '\t', '{', ',', ':') }),
      ),
      fc.constantFrom('stdout', 'stderr'),
      fc.constantFrom('2026-01-02T03:04:05Z', '2026-01-02T03:04:05.1Z', '2026-01-02T03:04:05.123456789Z'),
      fc.constantFrom('', '"attrs":{"a":"b"},', '"attrs":{"x":"","stream":"none","time":"1"},'),
      (raw, stream, time, attrs) => {
        const text = raw.replaceAll('\n', '').replace(/\r+$/, '');
        expect(parse(record(`${text}\n`, { stream, time, attrs }))).toEqual({
          text,
          time,
          isStderr: stream === 'stderr',
          endsLine: true,
        });
      },
    ),
  );
});

test('the carriage return of a terminal is not part of the line', () => {
  expect(parse(record('one\r\n')).text).toBe('one');
});

test('bytes that are no record are shown as text', () => {
  expect(parse('\0\0\0 torn\n')).toMatchObject({ text: '\0\0\0 torn', time: '', endsLine: true });
  expect(parse('{"log":"no end\n')).toMatchObject({ text: '{"log":"no end' });
});

test('partial records are one line, and a short record without a newline is a whole line', () => {
  const partial = 'x'.repeat(16 * 1024);
  const bytes = Buffer.from(
    [record(partial), record(partial), record('end\n'), record('no newline'), record('next\n')].join(''),
  );
  const found = findLines(bytes, 0, bytes.length, jsonFileFormat);
  expect(found.starts).toHaveLength(3);
  expect(found.endByte).toBe(bytes.length);
  expect(findLines(bytes, 0, record(partial).length * 2, jsonFileFormat)).toMatchObject({ starts: [], endByte: 0 });
  expect(findLines(bytes, 0, record(partial).length * 2, jsonFileFormat, true).starts).toHaveLength(1);
});

test('partial records of the two streams may be interleaved', () => {
  const out = 'o'.repeat(16 * 1024);
  const err = 'e'.repeat(16 * 1024);
  const records = [
    record(out),
    record('short\n', { stream: 'stderr' }),
    record(err, { stream: 'stderr' }),
    record('out end\n'),
    record('between\n'),
    record('err end\n', { stream: 'stderr' }),
    record('after\n'),
  ];
  const bytes = Buffer.from(records.join(''));
  const found = findLines(bytes, 0, bytes.length, jsonFileFormat);
  const texts = found.starts.map((start) => decodeLine(bytes.subarray(start), jsonFileFormat, createFields()).text);
  expect(texts).toEqual([`${out}out end`, 'short', `${err}err end`, 'between', 'after']);
  // While a line of a stream is open, no line counts as found.
  const cut = Buffer.byteLength(records.slice(0, 5).join(''));
  expect(findLines(bytes, 0, cut, jsonFileFormat)).toMatchObject({ starts: [], endByte: 0 });
  expect(findQuietStart(bytes, 0, bytes.length, 1, jsonFileFormat)).toBe(
    Buffer.byteLength(records.slice(0, 6).join('')),
  );
});
