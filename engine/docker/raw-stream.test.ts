import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dechunker } from './raw-stream.ts';

const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }));

test('chunks come out as they went in, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      chunks,
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
      fc.boolean(),
      (parts, sizes, extends_) => {
        const body = Buffer.concat([
          ...parts.flatMap((part) => [
            Buffer.from(`${part.length.toString(16)}${extends_ ? ';name=value' : ''}\r\n`),
            Buffer.from(part),
            Buffer.from('\r\n'),
          ]),
          Buffer.from('0\r\n\r\n'),
        ]);
        const dechunker = new Dechunker();
        const output: Buffer[] = [];
        for (let at = 0, turn = 0; at < body.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          expect(dechunker.isDone && at < body.length - 2).toBe(false);
          output.push(Buffer.from(dechunker.push(body.subarray(at, at + size))));
          at += size;
        }
        expect(dechunker.isDone).toBe(true);
        expect(Buffer.concat(output)).toEqual(Buffer.concat(parts.map((part) => Buffer.from(part))));
      },
    ),
  );
});

test('what is no chunk is refused', () => {
  expect(() => new Dechunker().push(Buffer.from('zz\r\n'))).toThrow('length');
  expect(() => new Dechunker().push(Buffer.from('\r\n'))).toThrow('length');
  expect(() => new Dechunker().push(Buffer.from('fffffffff\r\n'))).toThrow('length');
});
