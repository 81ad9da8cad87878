import { expect, test } from 'vitest';
import { compareApiVersions, negotiateApi, newestApi } from './connect.ts';

test('compares versions as numbers', () => {
  expect(compareApiVersions('1.9', '1.41')).toBeLessThan(0);
  expect(compareApiVersions('2.0', '1.51')).toBeGreaterThan(0);
  expect(compareApiVersions('1.41', '1.41')).toBe(0);
});

test.each([
  ['1.41', '1.12', '1.41'],
  ['1.45', '1.24', '1.45'],
  ['1.99', '1.44', newestApi],
  ['1.99', '1.60', '1.99'],
])('with a daemon of %s (oldest %s) it speaks %s', (newest, oldest, spoken) => {
  expect(negotiateApi(newest, oldest)).toBe(spoken);
});

test('refuses a daemon that is too old', () => {
  expect(() => negotiateApi('1.40', '1.12')).toThrow(
    expect.objectContaining({ code: 'unsupported', reason: 'api-too-old' }),
  );
});
