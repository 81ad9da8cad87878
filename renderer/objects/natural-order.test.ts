import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareText, toNaturalKey } from './natural-order.ts';

const order = (...names: string[]) => names.sort((a, b) => compareText(toNaturalKey(a), toNaturalKey(b)));

describe('natural order', () => {
  test('counts numbers as numbers and leaves case aside', () => {
    expect(order('web-10', 'Web-2', 'web-1', 'api')).toEqual(['api', 'web-1', 'Web-2', 'web-10']);
    expect(order('1.10.0', '1.9.3', '1.9')).toEqual(['1.9', '1.9.3', '1.10.0']);
  });

  test('agrees with the collator of the platform on names with one number', () => {
    const collator = new Intl.Collator('en', { numeric: true });
    const name = fc.tuple(fc.constantFrom('web', 'api', 'db'), fc.nat()).map(([stem, n]) => `${stem}${n}`);
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(compareText(toNaturalKey(a), toNaturalKey(b))).toBe(Math.sign(collator.compare(a, b)));
      }),
    );
  });

  test('digits stay before letters however long they are', () => {
    expect(order('a', '9'.repeat(200), '1')).toEqual(['1', '9'.repeat(200), 'a']);
  });
});
