import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IdleCollector } from './idle-collector.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('collects once, when no call has ended for the quiet time', () => {
  const collect = vi.fn<() => void>();
  using collector = new IdleCollector(collect, 10_000);
  for (let calls = 0; calls < 50; calls += 1) {
    collector.touch();
    vi.advanceTimersByTime(1_000);
  }
  expect(collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(9_000);
  expect(collect).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(3_600_000);
  expect(collect).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});
