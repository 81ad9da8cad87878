import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expiryOf } from './secret-expiry.ts';

const encode = (value: object, form: 'base64' | 'base64url') => Buffer.from(JSON.stringify(value)).toString(form);
const password = (secret: string) => expiryOf({ username: 'mira', secret });

test('a JSON Web Token tells when it ends', () => {
  const token = `${encode({ alg: 'RS256' }, 'base64url')}.${encode({ exp: 1_800_000_000, sub: 'ü' }, 'base64url')}.c2ln`;
  expect(password(token)).toBe(1_800_000_000_000);
  expect(expiryOf({ identityToken: token })).toBe(1_800_000_000_000);
});

test('a password of Amazon ECR tells when it ends', () => {
  const secret = encode(
    { payload: 'x', datakey: 'y', version: '2', type: 'DATA_KEY', expiration: 1_800_000_000 },
    'base64',
  );
  expect(password(secret)).toBe(1_800_000_000_000);
});

test.each([
  'hunter2',
  'a.b.c',
  'dckr_pat_abc',
  `x.${encode({ exp: 'soon' }, 'base64url')}.y`,
  `x.${encode({ exp: -1 }, 'base64url')}.y`,
  `x.${encode([], 'base64url')}.y`,
  `x.${Buffer.from('null').toString('base64url')}.y`,
  encode({ exp: 1_800_000_000 }, 'base64'),
])('others say nothing: %s', (secret) => {
  expect(password(secret)).toBeNull();
});

test('nothing that somebody could have for a password makes it fail', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.base64String(), fc.json()), (secret) => {
      expect(password(secret) ?? 1).toBeGreaterThan(0);
    }),
  );
});
