import { describe, expect, test } from 'vitest';
import { nameInGroup, toShortId } from './container-name.ts';

describe('the name inside a group', () => {
  test.each([
    ['storefront-web-1', 'storefront', 'web', 'web'],
    ['storefront_web_1', 'storefront', 'web', 'web'],
    ['storefront-web-2', 'storefront', 'web', 'web-2'],
    ['storefront-web-run-1f2a', 'storefront', 'web', 'web-run-1f2a'],
    ['my-own-name', 'storefront', 'web', 'web'],
    ['storefrontweb-1', 'storefront', 'web', 'web'],
    ['plain', null, null, 'plain'],
    ['half', 'storefront', null, 'half'],
  ])('%s of %s/%s is %s', (name, project, service, shown) => {
    expect(nameInGroup({ name, project, service })).toBe(shown);
  });
});

test('a short id has 12 digits, whatever the prefix', () => {
  expect(toShortId(`sha256:${'ab'.repeat(32)}`)).toBe('abababababab');
  expect(toShortId('cd'.repeat(32))).toBe('cdcdcdcdcdcd');
});
