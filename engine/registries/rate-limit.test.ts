import { expect, test } from 'vitest';
import { toRateLimit, toRetrySeconds } from './rate-limit.ts';

test.each([
  [{ 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '76;w=21600' }, [76, 100, 21_600]],
  [{ 'ratelimit-limit': '5000', 'ratelimit-remaining': '4999' }, [4999, 5000, null]],
  [{ 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '0' }, [0, 10, null]],
  [{ 'ratelimit-limit': '10, 10;w=60', 'ratelimit-remaining': '3' }, [3, 10, null]],
  [{ 'ratelimit-limit': '10', 'ratelimit-remaining': '30' }, [10, 10, null]],
])('%j', (headers, [remaining, total, windowSeconds]) => {
  expect(toRateLimit(headers)).toEqual({ remaining, total, windowSeconds });
});

test.each([
  {},
  { 'ratelimit-limit': '100' },
  { 'ratelimit-limit': 'many', 'ratelimit-remaining': 'some' },
  { 'ratelimit-limit': '-1', 'ratelimit-remaining': '-1' },
])('%j says nothing', (headers) => {
  expect(toRateLimit(headers)).toBeNull();
});

test('when to come again, as seconds or as a date', () => {
  const nowMs = Date.parse('2026-11-21T00:00:00Z');
  expect(toRetrySeconds({ 'retry-after': '30' }, nowMs)).toBe(30);
  expect(toRetrySeconds({ 'retry-after': 'Sat, 21 Nov 2026 00:01:00 GMT' }, nowMs)).toBe(60);
  expect(toRetrySeconds({ 'retry-after': 'Fri, 20 Nov 2026 00:01:00 GMT' }, nowMs)).toBe(0);
  expect(toRetrySeconds({ 'retry-after': 'soon' }, nowMs)).toBeNull();
  expect(toRetrySeconds({}, nowMs)).toBeNull();
});
