import { expect, test } from 'vitest';
import { parseTime, withAllDigits } from './log-time.ts';

test.each(['1970-01-01T00:00:00Z', '2024-02-29T23:59:59.999Z', '2026-01-02T03:04:05.1Z', '2100-03-01T00:00:00.25Z'])(
  '%s is parsed to the same time',
  (time) => {
    const bytes = Buffer.from(`x${time}y`);
    expect(parseTime(bytes, 1, bytes.length - 1)).toBe(Date.parse(time));
  },
);

test('a time has fractions of a millisecond, and other text is NaN', () => {
  const bytes = Buffer.from('2026-01-02T03:04:05.123456789Z');
  expect(parseTime(bytes, 0, bytes.length)).toBeCloseTo(Date.parse('2026-01-02T03:04:05.123Z') + 0.456789, 3);
  expect(parseTime(Buffer.from('yesterday, at noon or so'), 0, 24)).toBeNaN();
});

test('times have nine digits, as the docker CLI prints them', () => {
  expect(withAllDigits('2026-01-02T03:04:05.12Z')).toBe('2026-01-02T03:04:05.120000000Z');
  expect(withAllDigits('2026-01-02T03:04:05Z')).toBe('2026-01-02T03:04:05.000000000Z');
  expect(withAllDigits('2026-01-02T03:04:05.123456789Z')).toBe('2026-01-02T03:04:05.123456789Z');
  expect(withAllDigits('')).toBe('');
});
