import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demux, type Frame } from './demux.ts';

interface Message {
  stream: Frame['stream'];
  body: Uint8Array;
}

const message = fc.record({
  stream: fc.constantFrom<Frame['stream']>('stdout', 'stderr'),
  body: fc.uint8Array({ maxLength: 300 }),
});

function encode(messages: readonly Message[]): Uint8Array {
  const parts = messages.map(({ stream, body }) => {
    const header = Buffer.alloc(8);
    header.writeUInt8(stream === 'stdout' ? 1 : 2, 0);
    header.writeUInt32BE(body.length, 4);
    return Buffer.concat([header, body]);
  });
  return Buffer.concat(parts);
}

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let offset = 0, index = 0; offset < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.subarray(offset, offset + size);
    offset += size;
  }
}

async function collect(frames: AsyncIterable<Frame>): Promise<Message[]> {
  const merged: { stream: Frame['stream']; parts: Uint8Array[] }[] = [];
  for await (const { stream, bytes } of frames) {
    const last = merged.at(-1);
    if (last?.stream === stream) last.parts.push(bytes);
    else merged.push({ stream, parts: [bytes] });
  }
  return merged.map(({ stream, parts }) => ({ stream, body: new Uint8Array(Buffer.concat(parts)) }));
}

test('gives back what was multiplexed, however it is cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 }),
      async (messages, sizes) => {
        const whole = async function* whole() {
          for (const { stream, body } of messages) if (body.length > 0) yield { stream, bytes: body };
        };
        expect(await collect(demux(inPieces(encode(messages), sizes)))).toEqual(await collect(whole()));
      },
    ),
  );
});

test('refuses a stream that is not multiplexed', async () => {
  const text = async function* text() {
    yield Buffer.from('hello, this is a terminal\n');
  };
  await expect(collect(demux(text()))).rejects.toMatchObject({ code: 'rejected' });
});

test('says so when the stream ends in the middle of a message', async () => {
  const bytes = encode([{ stream: 'stdout', body: Buffer.from('hello') }]);
  await expect(collect(demux(inPieces(bytes.subarray(0, 10), [10])))).rejects.toMatchObject({ code: 'unreachable' });
});
