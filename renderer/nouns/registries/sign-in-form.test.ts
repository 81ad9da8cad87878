import { describe, expect, test } from 'vitest';
import { errorReasons } from '../../../engine/contract/errors.ts';
import { registryFactsOf } from '../../../engine/contract/registry-facts.ts';
import { registryKinds } from '../../../engine/contract/registry-kinds.ts';
import { createI18n } from '../../i18n/create-i18n.ts';
import { checkSignInForm, lookOfSecret, placeOfProblem, type SignInForm } from './sign-in-form.ts';
import { wayWords } from './sign-in-words.ts';

const { t } = createI18n('en');
const form: SignInForm = { address: 'ghcr.io', username: 'mira', way: null, keep: null, hasAgreed: false };
const known = { hasSecret: true, username: 'mira', isHelper: false, keep: { kind: 'session' } } as const;

function fieldsLacking(changed: Partial<SignInForm>, more: Partial<Parameters<typeof checkSignInForm>[1]> = {}) {
  return [...checkSignInForm({ ...form, ...changed }, { ...known, ...more }, t).keys()];
}

describe('what the form lacks', () => {
  test('nothing, when all is there', () => {
    expect(fieldsLacking({})).toEqual([]);
  });

  test('an address, a name and a secret', () => {
    expect(fieldsLacking({ address: ' ' }, { username: ' ', hasSecret: false })).toEqual([
      'address',
      'username',
      'secret',
    ]);
    expect(fieldsLacking({ address: 'no registry' })).toEqual(['address']);
    expect(fieldsLacking({ address: 'https://GHCR.io/acme' })).toEqual([]);
  });

  test('the agreement to plain text, and no other place asks for one', () => {
    expect(fieldsLacking({}, { keep: { kind: 'plain-text' } })).toEqual(['keep']);
    expect(fieldsLacking({ hasAgreed: true }, { keep: { kind: 'plain-text' } })).toEqual([]);
    expect(fieldsLacking({}, { keep: { kind: 'as-docker' } })).toEqual([]);
  });

  test('only the address, where the cloud’s helper makes the rest', () => {
    expect(fieldsLacking({}, { isHelper: true, username: '', hasSecret: false })).toEqual([]);
    expect(fieldsLacking({ address: '' }, { isHelper: true })).toEqual(['address']);
  });
});

describe('what a secret looks like', () => {
  const look = (address: string, secret: string) => lookOfSecret(secret, address, registryFactsOf(address), t)?.tone;

  test('a token, a password where there are tokens, a password where only tokens work', () => {
    expect(look('docker.io', `dckr_pat_${'a'.repeat(27)}`)).toBe('ok');
    expect(look('docker.io', 'correct horse battery')).toBe('hint');
    expect(look('ghcr.io', 'correct horse battery')).toBe('bad');
  });

  test('somebody else’s token, and GitHub’s tokens of the wrong kind', () => {
    expect(look('docker.io', `ghp_${'a'.repeat(36)}`)).toBe('bad');
    expect(look('ghcr.io', `github_pat_${'a'.repeat(60)}`)).toBe('bad');
    // A private registry may stand before GitHub's, and take its tokens.
    expect(look('registry.acme.dev', `ghp_${'a'.repeat(36)}`)).toBeUndefined();
  });

  test('is not said of the first letters', () => {
    expect(look('ghcr.io', 'ghp')).toBeUndefined();
  });
});

test('every problem has a place', () => {
  const places = new Set(
    errorReasons.map((reason) => placeOfProblem({ code: 'rejected', reason, params: {}, detail: '', callId: '' })),
  );
  expect([...places].sort()).toEqual(['address', 'certificate', 'form', 'insecure', 'keep', 'secret']);
});

test('every way into every kind of registry has words of its own, and only private ones share them', () => {
  const shared = registryKinds.flatMap((kind) =>
    registryFactsOf('registry.invalid', kind).ways.flatMap(({ id }) => {
      const words = wayWords(kind, id);
      for (const field of ['name', 'secret', 'who', 'what'] as const) {
        expect(t(`registries.ways.${words}.${field}`)).not.toMatch(/registries\.|^$/);
      }
      return words.startsWith('any') ? [kind] : [];
    }),
  );
  expect(new Set(shared)).toEqual(new Set(['local', 'private']));
});
