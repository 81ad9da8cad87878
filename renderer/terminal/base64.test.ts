import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, latin1Bytes, toBase64 } from './base64.ts';

test('bytes come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1000 }), (bytes) => {
      expect([...fromBase64(toBase64(bytes))]).toEqual([...bytes]);
    }),
  );
});

test('long ones too', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256);
  expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  expect(toBase64(new TextEncoder().encode('Berth ⚓'))).toBe('QmVydGgg4pqT');
});

test('every character of a mouse report is one byte', () => {
  expect([...latin1Bytes('\u001B[M \u00FF!')]).toEqual([0x1b, 0x5b, 0x4d, 0x20, 0xff, 0x21]);
});
