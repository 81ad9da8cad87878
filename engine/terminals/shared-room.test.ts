import { expect, test } from 'vitest';
import { SharedRoom } from './shared-room.ts';

test('is free for one that pours alone, and again when others have stopped', () => {
  let nowMs = 0;
  const room = new SharedRoom(() => nowMs);
  const [one, other] = [{}, {}];
  expect(room.isFreeFor(one)).toBe(true);
  room.pour(one);
  expect(room.isFreeFor(one)).toBe(true);
  expect(room.isFreeFor(other)).toBe(false);
  room.pour(other);
  expect(room.isFreeFor(one)).toBe(false);
  nowMs = 400;
  room.pour(one);
  expect(room.isFreeFor(one)).toBe(false);
  nowMs = 600;
  expect(room.isFreeFor(one)).toBe(true);
  expect(room.isFreeFor(other)).toBe(false);
});
