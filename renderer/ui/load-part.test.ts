import { afterEach, expect, test, vi } from 'vitest';
import { loadPart } from './load-part.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a part that comes at the third attempt is there', async () => {
  vi.useFakeTimers();
  let attempts = 0;
  const part = loadPart(() => {
    attempts += 1;
    return attempts < 3 ? Promise.reject(new TypeError('network changed')) : Promise.resolve('part');
  });
  await vi.advanceTimersByTimeAsync(500);
  await expect(part).resolves.toBe('part');
});

test('a part that never comes tells why', async () => {
  vi.useFakeTimers();
  const part = loadPart(() => Promise.reject(new TypeError('gone')));
  const told = part.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await told).toEqual(new TypeError('gone'));
});
