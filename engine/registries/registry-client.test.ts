import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { expect, test } from 'vitest';
import { parseImageReference } from '../contract/image-reference.ts';
import { EngineError } from '../platform/engine-error.ts';
import { createAuthority } from '../test/certificates.ts';
import { watchLeaks } from '../test/leaks.ts';
import { RegistryFront } from '../test/registry-front.ts';
import { RegistryImages } from '../test/registry-images.ts';
import { ownAddress, startRegistry } from '../test/registry.ts';
import { TokenServer } from '../test/token-server.ts';
import type { RegistryCredential } from './credentials.ts';
import { RegistryClient } from './registry-client.ts';
import { toBasic } from './registry-tokens.ts';

const ada = { username: 'ada', secret: 'p:ässwörd "1"' };
const accounts = { ada: ada.secret, bob: 'bob' };
const { signal } = new AbortController();

interface Options {
  readonly credential?: RegistryCredential;
  readonly certificate?: string;
  readonly isInsecure?: boolean;
}

function clientWith({ credential, certificate, isInsecure = false }: Options = {}): RegistryClient {
  return new RegistryClient({
    credentials: { find: async () => credential ?? null },
    trust: { reach: async () => ({ certificate: certificate ?? null, isInsecure }) },
    log: pino({ level: 'silent' }),
  });
}

/** The failure of a call, as the page gets it. */
async function failureOf(call: Promise<unknown>): Promise<Partial<EngineError>> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EngineError)) throw new Error(`No EngineError: ${String(error)}`);
  const { code, reason, params, detail } = error;
  return { code, reason, params, detail };
}

const reference = (text: string) => {
  const parsed = parseImageReference(text);
  if (parsed === null) throw new Error(text);
  return parsed;
};

test('a plain registry lists its repositories and tags in pages', async () => {
  const leaks = watchLeaks();
  {
    await using registry = await startRegistry();
    const images = new RegistryImages(registry.url);
    const names = Array.from({ length: 130 }, (_, index) => `team/r${String(index).padStart(3, '0')}`);
    for (const name of names) await images.push(name, '1');
    for (const tag of ['latest', '1.0']) await images.push('team/tools', tag);
    const client = clientWith();
    expect(await client.ping(registry.address, signal)).toEqual({ isSignedIn: false, limit: null });
    const first = await client.repositories(registry.address, '', signal);
    expect(first.names).toEqual(names.slice(0, 100));
    const second = await client.repositories(registry.address, first.next ?? '', signal);
    expect(second).toEqual({ names: [...names.slice(100), 'team/tools'], next: null });
    const tags = await client.tags(registry.address, 'team/tools', '', signal);
    expect({ ...tags, names: tags.names.sort() }).toEqual({ names: ['1.0', 'latest'], next: null });
    expect(await failureOf(client.tags(registry.address, 'team/nothing', '', signal))).toMatchObject({
      code: 'not-found',
      reason: 'repository-missing',
      params: { registry: registry.address },
    });
  }
  expect(await leaks.leaks()).toEqual([]);
});

test('the layers of a platform, with their sizes, each once', async () => {
  await using registry = await startRegistry();
  const images = new RegistryImages(registry.url);
  const amd64 = await images.push('team/tools', 'amd64', ['first', 'second', 'first']);
  const v7 = await images.push('team/tools', 'v7', ['first', 'of v7']);
  const v6 = await images.push('team/tools', 'v6', ['first', 'of v6']);
  const index = await images.pushIndex('team/tools', 'all', {
    'linux/amd64': amd64,
    'linux/arm/v6': v6,
    'linux/arm/v7': v7,
  });
  const client = clientWith();
  const layersOf = (tail: string, platform: string) =>
    client.manifestLayers(reference(`${registry.address}/team/tools${tail}`), platform, signal);
  expect(await layersOf(':all', 'linux/amd64')).toEqual([
    { digest: amd64.layers[0]?.digest, sizeBytes: 5 },
    { digest: amd64.layers[1]?.digest, sizeBytes: 6 },
  ]);
  expect(await layersOf(`@${index}`, 'linux/arm/v7')).toEqual(v7.layers);
  expect(await layersOf(`@${v6.digest}`, 'linux/arm/v6')).toEqual(v6.layers);
  expect(await layersOf(':all', 'linux/s390x')).toBeNull();
  // Never a failure.
  expect(await layersOf(':none', 'linux/amd64')).toBeNull();
  expect(await client.manifestLayers(reference('127.0.0.1:1/team/tools'), 'linux/amd64', signal)).toBeNull();
  expect(
    await client.manifestLayers(reference('127.0.0.1:1/team/tools'), 'linux/amd64', AbortSignal.abort()),
  ).toBeNull();
});

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

test('https with an authority of its own: not believed, believed once it is trusted, any where that was set', async () => {
  const authority = createAuthority();
  await using registry = await startRegistry({ tls: authority, host: ownAddress(), accounts });
  const { address } = registry;
  const ping = (options: Options) => clientWith({ credential: ada, ...options }).ping(address, signal);
  expect(await failureOf(ping({}))).toMatchObject({
    code: 'unreachable',
    reason: 'certificate-unknown',
    params: { registry: address },
  });
  expect(await failureOf(ping({ certificate: createAuthority().certificate }))).toMatchObject({
    reason: 'certificate-unknown',
  });
  expect(await ping({ certificate: authority.certificate })).toMatchObject({ isSignedIn: true });
  expect(await ping({ isInsecure: true })).toMatchObject({ isSignedIn: true });
});

test('http on an address that is not loopback: only where it was set', async () => {
  await using registry = await startRegistry({ host: ownAddress() });
  expect(await failureOf(clientWith().ping(registry.address, signal))).toMatchObject({
    code: 'unreachable',
    reason: 'registry-not-secure',
    params: { registry: registry.address },
  });
  expect(await clientWith({ isInsecure: true }).ping(registry.address, signal)).toMatchObject({ isSignedIn: false });
});

test('no such host, nobody there, and silence are told apart from refusals', async () => {
  expect(await failureOf(clientWith().ping('nobody.invalid', signal))).toMatchObject({
    code: 'unreachable',
    reason: 'registry-unreachable',
    params: { registry: 'nobody.invalid' },
  });
  expect(await failureOf(clientWith().ping('127.0.0.1:1', signal))).toMatchObject({
    code: 'unreachable',
    reason: 'registry-unreachable',
  });
  await using registry = await startRegistry();
  await using front = await RegistryFront.start(registry);
  front.setFaults({ kind: 'silence' });
  expect(await failureOf(clientWith().ping(front.address, AbortSignal.timeout(300)))).toMatchObject({
    code: 'timeout',
    reason: 'registry-unreachable',
  });
  const cancel = new AbortController();
  const pending = failureOf(clientWith().ping(front.address, cancel.signal));
  cancel.abort();
  expect(await pending).toMatchObject({ code: 'cancelled' });
});

test('statuses and broken answers have their own reasons', async () => {
  await using registry = await startRegistry();
  await using front = await RegistryFront.start(registry);
  const client = clientWith();
  const tags = () => failureOf(client.tags(front.address, 'team/tools', '', signal));
  const expected = [
    [401, 'unauthorized', 'sign-in-needed'],
    [403, 'unauthorized', 'access-denied'],
    [404, 'not-found', 'repository-missing'],
    [429, 'rejected', 'rate-limited'],
    [500, 'rejected', 'registry-failed'],
    [503, 'rejected', 'registry-failed'],
  ] as const;
  for (const [status, code, reason] of expected) {
    front.setFaults({ kind: 'answer', status, headers: { 'retry-after': '7' } });
    expect(await tags()).toMatchObject({ code, reason, params: { registry: front.address } });
  }
  await new RegistryImages(registry.url).push('team/tools', '1');
  front.setFaults({ kind: 'cut', direction: 'down', afterBytes: 3 });
  expect(await tags()).toMatchObject({ code: 'unreachable', reason: 'registry-unreachable' });
  front.setFaults({ kind: 'answer', status: 200, body: '{"tags":"none"}' });
  expect(await tags()).toMatchObject({ code: 'rejected', reason: 'registry-failed' });
  front.setFaults({ kind: 'answer', status: 200, body: `{"tags":["${'a'.repeat(5 * 1024 * 1024)}"]}` });
  expect(await tags()).toMatchObject({ detail: 'The answer is larger than 4 MiB.' });
  front.setFaults({ kind: 'answer', status: 404, body: 'nothing' });
  expect(await failureOf(client.ping(front.address, signal))).toMatchObject({
    code: 'rejected',
    reason: 'registry-failed',
  });
  front.setFaults();
  expect(await client.tags(front.address, 'team/tools', '', signal)).toMatchObject({ names: ['1'] });
});

test('what is left of a limit is read from any answer', async () => {
  await using registry = await startRegistry();
  await using front = await RegistryFront.start(registry);
  const headers = { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '7;w=21600' };
  front.setFaults({ kind: 'headers', headers });
  expect(await clientWith().limitOf(front.address, signal)).toEqual({
    remaining: 7,
    total: 100,
    windowSeconds: 21_600,
  });
  front.setFaults();
  expect(await clientWith().limitOf(front.address, signal)).toBeNull();
});

test('Docker Hub and GitHub are not asked for lists that they do not give', async () => {
  for (const address of ['docker.io', 'ghcr.io'])
    expect(await failureOf(clientWith().repositories(address, '', signal))).toMatchObject({ code: 'unsupported' });
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
