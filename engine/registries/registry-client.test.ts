import { expect, test } from 'vitest';
import { parseImageReference } from '../contract/image-reference.ts';
import { createAuthority } from '../test/certificates.ts';
import { watchLeaks } from '../test/leaks.ts';
import { accounts, ada, clientWith, failureOf, type Options, signal } from '../test/registry-client-rig.ts';
import { RegistryFront } from '../test/registry-front.ts';
import { RegistryImages } from '../test/registry-images.ts';
import { ownAddress, startRegistry } from '../test/registry.ts';

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
