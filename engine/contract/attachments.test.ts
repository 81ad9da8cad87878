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
      const received = JSON.parse(String(receiver.unpack(packed))) as { text: string; bytes: string };
      expect(received.text).toBe(text);
      expect(receiver.serializer.deserialize(received.bytes)).toEqual(bytes);
    }),
  );
});

test('messages without bytes are left alone, also those that speak of some', () => {
  const attachments = new Attachments();
  expect(attachments.pack('{"a":1}')).toBe('{"a":1}');
  attachments.serializer.serialize(new Uint8Array(3));
  const other = '{"text":"berth-bytes:00000000-0000-0000-0000-000000000000"}';
  expect(attachments.pack(other)).toBe(other);
  expect(attachments.unpack('text')).toBe('text');
});

test('bytes that never came are missed', () => {
  expect(() => new Attachments().serializer.deserialize('berth-bytes:x')).toThrow(/without the bytes/);
});

test('what is never sent is forgotten in the end', () => {
  const attachments = new Attachments();
  const first = attachments.serializer.serialize(new Uint8Array(1));
  for (let more = 0; more < 300; more++) attachments.serializer.serialize(new Uint8Array(1));
  expect(attachments.pack(`{"bytes":"${first}"}`)).toBeTypeOf('string');
});
