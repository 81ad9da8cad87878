import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNdjson } from './ndjson.ts';

async function collect(chunks: readonly Uint8Array[]): Promise<unknown[]> {
  const source = async function* source() {
    yield* chunks;
  };
  const objects: unknown[] = [];
  for await (const object of readNdjson(source())) objects.push(object);
  return objects;
}

test('reads objects however the bytes are cut, also within a character', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ text: fc.string({ unit: 'grapheme' }), n: fc.integer() }), { maxLength: 10 }),
      fc.integer({ min: 1, max: 7 }),
      fc.constantFrom('\n', '\r\n', '\n\n'),
      async (objects, size, newline) => {
        const bytes = Buffer.from(objects.map((object) => JSON.stringify(object) + newline).join(''));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        expect(await collect(chunks)).toEqual(objects);
      },
    ),
  );
});

test('reads a last line that has no newline', async () => {
  expect(await collect([Buffer.from('{"a":1}\n{"b":2}')])).toEqual([{ a: 1 }, { b: 2 }]);
});

test('refuses a line that is not JSON', async () => {
  await expect(collect([Buffer.from('{"a":1}\n<html>\n')])).rejects.toMatchObject({ code: 'rejected' });
});
