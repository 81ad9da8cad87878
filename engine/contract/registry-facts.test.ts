import { expect, test } from 'vitest';
import { isKeyFile, isTokenOfWrongKind, looksLikeToken, registryFactsOf, tokenOwnerOf } from './registry-facts.ts';
import { registryKinds } from './registry-kinds.ts';

test.each(registryKinds)('%s says how to sign in', (kind) => {
  const facts = registryFactsOf('registry.acme.dev:5000', kind);
  expect(facts.ways.length).toBeGreaterThan(0);
  const pages = [facts.tokenPage, facts.helpPage].filter((page) => page !== null);
  expect(pages.map((page) => new URL(page).protocol).filter((protocol) => protocol !== 'https:')).toEqual([]);
  // A password that is not taken is not offered as a way.
  expect(facts.ways.some(({ id }) => id === 'password')).toBe(facts.takesPassword);
});

test('user names and life times are those of the clouds', () => {
  const [amazon] = registryFactsOf('123456789012.dkr.ecr.eu-central-1.amazonaws.com').ways;
  expect(amazon).toEqual({
    id: 'access-token',
    username: 'AWS',
    lifeSeconds: 43_200,
    command: ['aws', 'ecr', 'get-login-password', '--region', 'eu-central-1'],
  });
  const [azure] = registryFactsOf('acme.azurecr.io').ways;
  expect(azure).toMatchObject({ username: '00000000-0000-0000-0000-000000000000', lifeSeconds: 10_800 });
  expect(azure?.command.slice(0, 5)).toEqual(['az', 'acr', 'login', '--name', 'acme']);
  const google = registryFactsOf('eu.gcr.io').ways;
  expect(google.map(({ username, lifeSeconds }) => [username, lifeSeconds])).toEqual([
    ['oauth2accesstoken', 3600],
    ['_json_key', null],
  ]);
});

test('pages follow the host', () => {
  expect(registryFactsOf('registry.gitlab.com').tokenPage).toBe(
    'https://gitlab.com/-/user_settings/personal_access_tokens',
  );
  expect(registryFactsOf('gitlab.acme.dev:5050').tokenPage).toBe(
    'https://gitlab.acme.dev/-/user_settings/personal_access_tokens',
  );
  expect(registryFactsOf('containers.acme.ghe.com').tokenPage).toMatch(/^https:\/\/acme\.ghe\.com\//);
  expect(registryFactsOf('ghcr.io').tokenPage).toMatch(/^https:\/\/github\.com\//);
});

test.each([
  ['docker-hub', `dckr_pat_${'a'.repeat(27)}`, 'token'],
  ['docker-hub', '123e4567-e89b-12d3-a456-426614174000', 'token'],
  ['docker-hub', 'correct horse battery staple', 'password'],
  ['github', `ghp_${'a'.repeat(36)}`, 'token'],
  ['github', 'a1'.repeat(20), 'token'],
  ['github', 'hunter2', 'password'],
  ['gitlab', `glpat-${'a'.repeat(20)}`, 'token'],
  ['gitlab', 'hunter2', 'unknown'],
  ['amazon-private', 'A'.repeat(40), 'password'],
  ['amazon-private', `eyJ${'a'.repeat(1500)}`, 'token'],
  ['google-artifact', 'ya29.abc', 'token'],
  ['azure', 'eyJhbGciOi.J9.x', 'token'],
  ['harbor', 'hunter2', 'unknown'],
] as const)('of %s, %s is a %s', (kind, secret, expected) => {
  expect(looksLikeToken(kind, secret)).toBe(expected);
});

test('a token that this registry does not take is known', () => {
  expect(isTokenOfWrongKind('github', 'github_pat_abc')).toBe(true);
  expect(isTokenOfWrongKind('github', 'ghp_abc')).toBe(false);
  expect(tokenOwnerOf('github_pat_abc')).toBe('github');
  expect(tokenOwnerOf('hunter2')).toBeNull();
});

test('a key file is known as JSON and as base64', () => {
  const file = JSON.stringify({ type: 'service_account', private_key: '-----BEGIN' }, null, 2);
  expect(isKeyFile(file)).toBe(true);
  expect(isKeyFile(Buffer.from(file).toString('base64'))).toBe(true);
  expect(isKeyFile('{}')).toBe(false);
  expect(isKeyFile('hunter2')).toBe(false);
});
