import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Attachments } from './attachments.ts';

test('bytes go beside their message, and come out as they went in', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), fc.string(), (bytes, text) => {
      const sender = new Attachments();
      const receiver = new Attachments();
      const message = JSON.stringify({ text, bytes: sender.serializer.serialize(bytes) });
      const packed = sender.pack(message);
      expect(packed).toBeInstanceOf(Uint8Array);
      const received = JSON.parse(String(receiver.unpack(packed).message)) as { text: string; bytes: string };
      expect(received.text).toBe(text);
      expect(receiver.serializer.deserialize(received.bytes)).toEqual(bytes);
    }),
  );
});

test('messages without bytes are left alone, also those whose text looks like a key', () => {
  const attachments = new Attachments();
  expect(attachments.pack('{"a":1}')).toBe('{"a":1}');
  attachments.serializer.serialize(new Uint8Array(3));
  const other = '{"text":"berth-bytes:00000000-0000-0000-0000-000000000000"}';
  expect(attachments.pack(other)).toBe(other);
  expect(attachments.unpack('text')).toEqual({ message: 'text', key: null });
});

test('a text that looks like a key before the real one does not hide it', () => {
  const attachments = new Attachments();
  const key = attachments.serializer.serialize(new Uint8Array(3));
  const message = `{"name":"berth-bytes:","other":"berth-bytes:00000000-0000-0000-0000-000000000000","bytes":"${key}"}`;
  expect(attachments.pack(message)).toBeInstanceOf(Uint8Array);
});

test('bytes that never came are missed', () => {
  expect(() => new Attachments().serializer.deserialize('berth-bytes:x')).toThrow(/without the bytes/);
});

test('bytes that came never go out with another message', () => {
  const attachments = new Attachments();
  const foreign = '{"bytes":"berth-bytes:00000000-0000-0000-0000-000000000000"}';
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint32(0, foreign.length);
  attachments.unpack(new Uint8Array([...head, ...new TextEncoder().encode(foreign), 1, 2, 3]));
  expect(attachments.pack(foreign)).toBe(foreign);
});

test.each([[[]], [[0, 0]], [[0, 0, 0, 9, 1]], [[0, 0, 0, 2, 123, 125, 7, 7]], [[255, 255, 255, 255]]])(
  'refuses the bytes %j, which name no attachment',
  (bytes) => {
    expect(() => new Attachments().unpack(new Uint8Array(bytes))).toThrow(/message of bytes/);
  },
);

test('what is never sent or read is dropped in the end', () => {
  const attachments = new Attachments();
  const first = attachments.serializer.serialize(new Uint8Array(1));
  for (let more = 0; more < 300; more++) attachments.serializer.serialize(new Uint8Array(1));
  expect(attachments.pack(`{"bytes":"${first}"}`)).toBeTypeOf('string');
});

test('bytes of a message that was handled are gone', () => {
  const sender = new Attachments();
  const receiver = new Attachments();
  const { key } = receiver.unpack(sender.pack(`{"bytes":"${sender.serializer.serialize(new Uint8Array(1))}"}`));
  receiver.discard(key ?? '');
  expect(() => receiver.serializer.deserialize(key)).toThrow(/without the bytes/);
});
