import { describe, expect, test } from 'vitest';
import { createI18n } from '../../i18n/create-i18n.ts';
import { faultWords, mendedReference } from './reference-words.ts';

const { t } = createI18n('en');

describe('what is typed for an image', () => {
  test.each([
    ['https://ghcr.io/acme/api:1', 'ghcr.io/acme/api:1'],
    ['Acme/API:Beta', 'acme/api:Beta'],
    ['nginx: 1.28', 'nginx:1.28'],
  ])('%s was meant as %s', (typed, meant) => {
    expect(faultWords(typed, t)).toMatch(/\.$/);
    expect(mendedReference(typed)).toBe(meant);
  });

  test('nothing is wrong with a name, or with nothing', () => {
    expect(faultWords('nginx', t)).toBeUndefined();
    expect(faultWords('  ', t)).toBeUndefined();
  });

  test('no guess where none is sure', () => {
    expect(mendedReference('a/:b')).toBeNull();
    expect(faultWords('nginx:!', t)).toContain('tag');
  });
});
