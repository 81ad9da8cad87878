import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { expect, test } from 'vitest';
import { createAuthority } from '../test/certificates.ts';
import { accounts, ada, clientWith, failureOf, signal } from '../test/registry-client-rig.ts';
import { RegistryFront } from '../test/registry-front.ts';
import { RegistryImages } from '../test/registry-images.ts';
import { ownAddress, startRegistry } from '../test/registry.ts';
import { TokenServer } from '../test/token-server.ts';
import type { RegistryCredential } from './credentials.ts';
import { RegistryClient } from './registry-client.ts';
import { toBasic } from './registry-tokens.ts';

test('passwords with colons, quotes and letters of all languages are taken, and wrong ones are told from none', async () => {
  await using registry = await startRegistry({ accounts });
  const { address } = registry;
  expect(await clientWith({ credential: ada }).ping(address, signal)).toEqual({ isSignedIn: true, limit: null });
  expect(await clientWith({ credential: ada }).repositories(address, '', signal)).toEqual({ names: [], next: null });
  expect(await failureOf(clientWith().ping(address, signal))).toMatchObject({
    code: 'unauthorized',
    reason: 'sign-in-needed',
    params: { registry: address },
  });
  const wrong = { username: 'ada', secret: 'the-wrong-one' };
  for (const call of [
    () => clientWith({ credential: wrong }).ping(address, signal),
    () => clientWith({ credential: wrong }).repositories(address, '', signal),
  ])
    expect(await failureOf(call())).toMatchObject({ code: 'unauthorized', reason: 'sign-in-refused' });
});

test('tokens: of a user, by identity token, for what is allowed, and kept while they last', async () => {
  await using tokens = await TokenServer.start({
    accounts,
    mayDo: (account, name) => account === 'ada' || name === 'public/tools',
  });
  await using registry = await startRegistry({ tokens });
  const { address, url } = registry;
  const get = await fetch(
    `${tokens.realm}?service=${tokens.service}&scope=repository:public/tools:pull,push&scope=repository:team/tools:pull,push`,
    { headers: { authorization: toBasic(ada) } },
  );
  const { access_token: token } = (await get.json()) as { access_token: string };
  const images = new RegistryImages(url, `Bearer ${token}`);
  await images.push('public/tools', '1');
  await images.push('team/tools', '1');

  expect(await clientWith({ credential: ada }).ping(address, signal)).toMatchObject({ isSignedIn: true });
  expect(await clientWith({ credential: ada }).tags(address, 'team/tools', '', signal)).toMatchObject({ names: ['1'] });
  expect(await clientWith().tags(address, 'public/tools', '', signal)).toMatchObject({ names: ['1'] });
  expect(await failureOf(clientWith().tags(address, 'team/tools', '', signal))).toMatchObject({
    reason: 'sign-in-needed',
  });
  const bob = { username: 'bob', secret: 'bob' };
  expect(await failureOf(clientWith({ credential: bob }).tags(address, 'team/tools', '', signal))).toMatchObject({
    code: 'unauthorized',
    reason: 'access-denied',
  });
  // Who may not list is told that it is not done here.
  expect(await failureOf(clientWith({ credential: bob }).repositories(address, '', signal))).toMatchObject({
    code: 'unsupported',
    params: { registry: address },
  });
  expect(
    await failureOf(clientWith({ credential: { username: 'ada', secret: 'no' } }).ping(address, signal)),
  ).toMatchObject({
    reason: 'sign-in-refused',
  });

  const identityToken = tokens.giveIdentityToken('ada');
  tokens.requests.length = 0;
  const client = clientWith({ credential: { identityToken } });
  for (let count = 0; count < 3; count++) await client.tags(address, 'team/tools', '', signal);
  expect(tokens.requests).toEqual([
    { method: 'POST', account: 'ada', scopes: ['repository:team/tools:pull'], grantType: 'refresh_token', status: 200 },
  ]);
  tokens.revokeIdentityTokens();
  expect(await failureOf(client.ping(address, signal))).toMatchObject({
    code: 'unauthorized',
    reason: 'sign-in-refused',
  });
});

test('a token that has ended is asked for again, and one that comes ended is refused in words', async () => {
  await using tokens = await TokenServer.start({ accounts });
  await using registry = await startRegistry({ tokens });
  const client = clientWith({ credential: ada });
  // Shorter than the margin: never used twice.
  tokens.expiresInSeconds = 3;
  await client.repositories(registry.address, '', signal);
  await client.repositories(registry.address, '', signal);
  expect(tokens.requests).toHaveLength(2);
  tokens.expiresInSeconds = -120;
  expect(await failureOf(client.ping(registry.address, signal))).toMatchObject({
    code: 'unauthorized',
    reason: 'access-denied',
  });
});

test("what a server of tokens answers is told as the registry's: too many, broken, no token", async () => {
  await using tokens = await TokenServer.start({ accounts });
  await using registry = await startRegistry({ tokens });
  const ping = () => failureOf(clientWith({ credential: ada }).ping(registry.address, signal));
  tokens.fault = { status: 429, headers: { 'retry-after': '30' } };
  expect(await ping()).toMatchObject({ reason: 'rate-limited', params: { registry: registry.address, seconds: '30' } });
  tokens.fault = { status: 503, body: '<html>' };
  expect(await ping()).toMatchObject({ code: 'rejected', reason: 'registry-failed', detail: 'HTTP status 503' });
  tokens.fault = { status: 404 };
  expect(await ping()).toMatchObject({ code: 'rejected', reason: 'registry-failed' });
  tokens.fault = { status: 200, body: JSON.stringify({ token: 'with\r\nx: y' }) };
  expect(await ping()).toMatchObject({ code: 'rejected', reason: 'registry-failed' });
  tokens.fault = { status: 403 };
  expect(await ping()).toMatchObject({ code: 'unauthorized', reason: 'sign-in-refused' });
});

test('a sign-in goes to the registry only: not where it redirects to, and not to a page of another host', async () => {
  const heard: (string | undefined)[] = [];
  const thief = createServer((request, response) => {
    heard.push(request.headers.authorization);
    response.writeHead(401, { 'www-authenticate': 'Basic realm="give"' }).end();
  });
  await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
  try {
    const target = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`;
    await using registry = await startRegistry({ accounts });
    await using front = await RegistryFront.start(registry);
    const client = clientWith({ credential: ada });
    await client.ping(front.address, signal);
    const location = `${target}/v2/team/tools/tags/list`;
    front.setFaults({ kind: 'answer', status: 307, headers: { location }, path: /tags/ });
    expect(await failureOf(client.tags(front.address, 'team/tools', '', signal))).toMatchObject({
      code: 'unauthorized',
    });
    front.setFaults({ kind: 'headers', headers: { link: `<${target}/v2/_catalog?last=x>; rel="next"` } });
    const page = await client.repositories(front.address, '', signal);
    expect(page.next).toBe('last=x');
    front.resetCounts();
    await client.repositories(front.address, page.next ?? '', signal);
    expect(front.counts()['GET /v2/_catalog']?.requests).toBeGreaterThan(0);
    expect(heard).toEqual([undefined]);
  } finally {
    thief.close();
    thief.closeAllConnections();
  }
});

test('a registry that speaks TLS cannot have the password sent in the clear, or elsewhere by tricks', async () => {
  const authority = createAuthority();
  await using registry = await startRegistry({ tls: authority, host: ownAddress() });
  await using front = await RegistryFront.start(registry, { tls: authority, host: ownAddress() });
  const ping = (realm: string) => {
    const headers = { 'www-authenticate': `Bearer realm="${realm}",service="x"` };
    front.setFaults({ kind: 'answer', status: 401, headers });
    return failureOf(clientWith({ credential: ada, certificate: authority.certificate }).ping(front.address, signal));
  };
  for (const realm of [
    'http://127.0.0.1:1/token',
    'file:///etc/passwd',
    'not an address',
    'https://a:b@127.0.0.1:1/token',
  ])
    expect(await ping(realm)).toMatchObject({ code: 'rejected', reason: 'registry-failed' });
  front.setFaults({ kind: 'answer', status: 302, headers: { location: 'http://127.0.0.1:1/' } });
  const down = clientWith({ credential: ada, certificate: authority.certificate }).ping(front.address, signal);
  expect(await failureOf(down)).toMatchObject({ code: 'rejected', reason: 'registry-failed' });
});

test('a sign-in that has ended is told as such, as Amazon says it', async () => {
  await using registry = await startRegistry({ accounts });
  await using front = await RegistryFront.start(registry);
  const client = clientWith({ credential: ada });
  await client.repositories(front.address, '', signal);
  const body = JSON.stringify({
    errors: [{ code: 'DENIED', message: 'Your Authorization Token has expired. Please run the login again.' }],
  });
  front.setFaults({ kind: 'answer', status: 403, body });
  expect(await failureOf(client.repositories(front.address, '', signal))).toMatchObject({
    code: 'unauthorized',
    reason: 'sign-in-refused',
    params: { registry: front.address, hint: 'expired' },
  });
});

test('who it is, a registry has to ask only once', async () => {
  await using tokens = await TokenServer.start({ accounts });
  for (const options of [{ accounts }, { tokens }]) {
    await using registry = await startRegistry(options);
    await using front = await RegistryFront.start(registry);
    const client = clientWith({ credential: ada });
    for (let count = 0; count < 3; count++) await client.repositories(front.address, '', signal);
    expect(front.counts()['GET /v2/_catalog']?.requests).toBe(4);
  }
});

test('a password that was changed is used from then on, and the old one is forgotten', async () => {
  await using tokens = await TokenServer.start({ accounts });
  for (const options of [{ accounts }, { tokens }]) {
    await using registry = await startRegistry(options);
    let credential: RegistryCredential | null = ada;
    const client = new RegistryClient({
      credentials: { find: async () => credential },
      trust: { reach: async () => ({ certificate: null, isInsecure: false }) },
      log: pino({ level: 'silent' }),
    });
    const list = () => client.repositories(registry.address, '', signal);
    await list();
    credential = { username: 'ada', secret: 'not any more' };
    expect(await failureOf(list())).toMatchObject({ reason: 'sign-in-refused' });
    credential = null;
    expect(await failureOf(list())).toMatchObject({ reason: 'sign-in-needed' });
    credential = ada;
    expect(await list()).toMatchObject({ names: [] });
  }
});

test('a registry that says the secret back does not get it into an error', async () => {
  await using registry = await startRegistry();
  await using front = await RegistryFront.start(registry);
  // In the end it is cut off, but not before: half a secret is one too.
  const message = `${ada.secret} ${toBasic(ada)} ${'.'.repeat(440)}${ada.secret}`;
  const echo = JSON.stringify({ errors: [{ code: 'DENIED', message }] });
  const headers = { 'www-authenticate': 'Basic realm="x"' };
  front.setFaults({ kind: 'answer', status: 401, headers, times: 1 }, { kind: 'answer', status: 403, body: echo });
  const failure = await failureOf(clientWith({ credential: ada }).ping(front.address, signal));
  expect(failure.detail).toContain('[secret]');
  expect(failure.detail?.length).toBeLessThanOrEqual(500);
  expect(failure.detail).not.toContain(ada.secret.slice(0, 4));
  expect(failure.detail).not.toContain(toBasic(ada).slice(6));
});
