import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxHeldBytes, OutputBuffer } from './output-buffer.ts';

const bytesOf = (length: number, fill: number) => new Uint8Array(length).fill(fill);

describe('the output of a terminal', () => {
  test('is given by offset, however it came', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), fc.nat(600), fc.nat(100), (chunks, from, most) => {
        const buffer = new OutputBuffer();
        for (const chunk of chunks) buffer.append(chunk);
        const whole = Buffer.concat(chunks);
        const offset = Math.min(from, whole.length);
        expect(Buffer.from(buffer.slice(offset, most))).toEqual(whole.subarray(offset, offset + most));
      }),
    );
  });

  test('is bounded once it was read, and never loses what was not', () => {
    const buffer = new OutputBuffer();
    for (let chunk = 0; chunk < 100; chunk++) buffer.append(bytesOf(65_536, chunk));
    expect(buffer.startOffset).toBe(0);
    buffer.markRead(50 * 65_536);
    buffer.append(bytesOf(1, 7));
    expect(buffer.startOffset).toBe(50 * 65_536);
    buffer.markRead(buffer.endOffset);
    buffer.append(bytesOf(1, 7));
    expect(buffer.endOffset - buffer.startOffset).toBeLessThanOrEqual(maxHeldBytes + 65_536);
    expect(() => buffer.slice(0, 1)).toThrow(RangeError);
  });

  test('lets its program run further ahead when nobody looks', () => {
    const buffer = new OutputBuffer();
    buffer.append(bytesOf(512 * 1024, 1));
    expect(buffer.hasRoom(true)).toBe(false);
    expect(buffer.hasRoom(false)).toBe(true);
    buffer.append(bytesOf(512 * 1024, 1));
    expect(buffer.hasRoom(false)).toBe(false);
  });

  test('lets go of what no view needs, but not of what the present one has not read', () => {
    const buffer = new OutputBuffer();
    buffer.append(bytesOf(100, 1));
    buffer.append(bytesOf(100, 2));
    buffer.markRead(100);
    buffer.release(200);
    expect(buffer.startOffset).toBe(100);
    buffer.rewind(0);
    expect(buffer.slice(100, 1)[0]).toBe(2);
  });
});
