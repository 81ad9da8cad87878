import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SilenceWatch } from './silence-watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('a silent stream is checked at growing intervals, and a stall is reported', async () => {
  let isBehind = false;
  const looks: number[] = [];
  let stalls = 0;
  const watch = new SilenceWatch({
    isBehind: async () => {
      looks.push(Date.now());
      return isBehind;
    },
    onStalled: () => {
      stalls += 1;
    },
  });
  const begin = Date.now();
  watch.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks.map((at) => at - begin)).toEqual([2000, 10_000, 42_000]);
  watch.touch();
  await vi.advanceTimersByTimeAsync(1000);
  watch.touch();
  isBehind = true;
  await vi.advanceTimersByTimeAsync(2500);
  expect(stalls).toBe(1);
  watch.stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(looks).toHaveLength(4);
});
