import { expect, test } from 'vitest';
import { toClockTime } from './log-time.ts';

test('the clock time of a log line is local, to the millisecond', () => {
  const local = new Date(2026, 2, 4, 9, 5, 7, 42);
  expect(toClockTime(local.toISOString().replace('042Z', '042999999Z'))).toBe('09:05:07.042');
  expect(toClockTime('')).toBe('');
  expect(toClockTime('nonsense')).toBe('nonsense');
});
