import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxHeldBytes, OutputBuffer } from './output-buffer.ts';
import { SharedRoom } from './shared-room.ts';

const open = () => new OutputBuffer(new SharedRoom(() => 0));
const bytesOf = (length: number, fill: number) => new Uint8Array(length).fill(fill);

describe('the output of a terminal', () => {
  test('is given by offset, however it came', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), fc.nat(600), fc.nat(100), (chunks, from, most) => {
        const buffer = open();
        for (const chunk of chunks) buffer.append(chunk);
        const whole = Buffer.concat(chunks);
        const offset = Math.min(from, whole.length);
        expect(Buffer.from(buffer.read(offset, most, null).bytes)).toEqual(whole.subarray(offset, offset + most));
      }),
    );
  });

  test('is bounded once it was read, and never loses what was not', () => {
    const buffer = open();
    for (let chunk = 0; chunk < 100; chunk++) buffer.append(bytesOf(65_536, chunk));
    expect(buffer.startOffset).toBe(0);
    buffer.markRead(50 * 65_536);
    buffer.append(bytesOf(1, 7));
    expect(buffer.startOffset).toBe(50 * 65_536 - maxHeldBytes);
    buffer.markRead(buffer.endOffset);
    buffer.append(bytesOf(1, 7));
    expect(buffer.endOffset - buffer.startOffset).toBeLessThanOrEqual(maxHeldBytes + 65_536);
    expect(() => buffer.read(0, 1, null)).toThrow(RangeError);
  });

  test('lets its program run further ahead when nobody looks', () => {
    const buffer = open();
    buffer.append(bytesOf(512 * 1024, 1));
    expect(buffer.hasRoom(true)).toBe(false);
    expect(buffer.hasRoom(false)).toBe(true);
    buffer.append(bytesOf(512 * 1024, 1));
    expect(buffer.hasRoom(false)).toBe(false);
  });

  test('lets go of what no view needs, but not of what the present one has not read', () => {
    const buffer = open();
    buffer.append(bytesOf(4000, 1));
    buffer.append(bytesOf(4000, 2));
    buffer.markRead(4000);
    buffer.release(8000);
    expect(buffer.startOffset).toBe(4000);
    buffer.rewind(0);
    expect(buffer.read(4000, 1, null).bytes[0]).toBe(2);
  });
});

/** So many lines of 64 bytes. */
const linesOf = (count: number) => Buffer.from(`${'x'.repeat(62)}\r\n`.repeat(count));
const pour = { shown: 0, lines: 1000 };
/** One that was read once, so that it is known what its screen is like. */
const opened = (before = 'first\r\n', room = new SharedRoom(() => 0)) => {
  const buffer = new OutputBuffer(room);
  buffer.append(Buffer.from(before));
  buffer.read(0, 1000, pour);
  buffer.markRead(before.length);
  return { buffer, at: before.length };
};

describe('what pours', () => {
  test('is left out but for its last lines, for every view', () => {
    const { buffer, at } = opened();
    while (buffer.hasRoom(true)) buffer.append(linesOf(500));
    expect(buffer.endOffset).toBeGreaterThan(2_000_000);
    const { skippedBytes, bytes } = buffer.read(at, 100_000, pour);
    expect(skippedBytes).toBeGreaterThan(1_800_000);
    expect(buffer.endOffset - at - skippedBytes).toBeGreaterThanOrEqual(64 * 1000);
    expect(Buffer.from(bytes).subarray(0, 3).toString()).toBe('\r\nx');
    buffer.rewind(0);
    expect(Buffer.from(buffer.read(0, 100, null).bytes).toString()).toBe('first\r\n');
    expect(buffer.read(at, 100, null).skippedBytes).toBe(skippedBytes);
    expect(buffer.read(at + 10, 100, null).skippedBytes).toBe(skippedBytes - 10);
  });

  test('keeps what is held when all before it is let go', () => {
    const { buffer, at } = opened();
    while (buffer.hasRoom(true)) buffer.append(linesOf(500));
    const { skippedBytes } = buffer.read(at, 100, pour);
    buffer.release(at);
    expect(buffer.startOffset).toBe(at);
    expect(buffer.read(at, 100, null).skippedBytes).toBe(skippedBytes);
  });

  test('is all there where the screen does not allow it', () => {
    const { buffer, at } = opened();
    buffer.append(linesOf(10_000));
    expect(buffer.read(at, 100, null).skippedBytes).toBe(0);
    expect(buffer.read(at, 100, { ...pour, lines: 10_000 }).skippedBytes).toBe(0);
    expect(buffer.read(at, 100, pour).skippedBytes).toBe(0);
    const pieces = opened();
    for (let piece = 0; piece < 20; piece++) pieces.buffer.append(linesOf(500));
    expect(pieces.buffer.read(at, 100, null).skippedBytes).toBe(0);
    expect(pieces.buffer.read(at, 100, pour).skippedBytes).toBeGreaterThan(0);
  });

  test.each(['\u001b[2;3r', '\u001b[?1049h', '\u001b]0;title', '\u0007'])('is all there after %j', (sequence) => {
    const { buffer, at } = opened();
    buffer.append(Buffer.concat([Buffer.from(sequence), linesOf(500)]));
    for (let piece = 0; piece < 20; piece++) buffer.append(linesOf(500));
    expect(buffer.hasRoom(true)).toBe(false);
    expect(buffer.read(at, 100, pour).skippedBytes).toBe(0);
  });

  test('waits early when its lines are long, or others pour too', () => {
    const long = opened();
    while (long.buffer.hasRoom(true)) long.buffer.append(Buffer.alloc(10_000, 'x'));
    expect(long.buffer.endOffset).toBeLessThan(150_000);
    const room = new SharedRoom(() => 0);
    const one = opened('first\r\n', room);
    room.pour({});
    while (one.buffer.hasRoom(true)) one.buffer.append(linesOf(500));
    expect(one.buffer.endOffset).toBeLessThan(200_000);
  });
});
