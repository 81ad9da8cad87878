import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { honestScript } from '../test/helper-folder.ts';
import { RegistryFront } from '../test/registry-front.ts';
import {
  configFile,
  helpers,
  login,
  password,
  registry,
  service,
  setUpRegistryList,
  signIn,
  until,
} from '../test/registry-list-suite.ts';
import { startRegistry } from '../test/registry.ts';
import { TokenServer } from '../test/token-server.ts';

setUpRegistryList();

describe('signing in', () => {
  test('makes a row, checking keeps it true, signing out takes it away', async () => {
    const row = await signIn();
    expect(row).toMatchObject({
      id: registry.address,
      account: 'mira',
      secretIn: { kind: 'file' },
      state: 'signed-in',
      problem: null,
    });
    expect((await until((now) => now.has(registry.address))).get(registry.address)).toMatchObject({
      state: 'signed-in',
    });
    // Another secret, by the CLI: what was found out about the first says nothing about it.
    await login('joe', 'other');
    await until((now) => now.get(registry.address)?.state === 'unchecked');
    expect(await service.client.registries.check({ address: registry.address })).toMatchObject({
      account: 'joe',
      state: 'signed-in',
    });
    await service.client.registries.signOut({ address: registry.address });
    await until((now) => !now.has(registry.address));
    expect(await service.client.registries.check({ address: registry.address })).toMatchObject({
      account: null,
      state: 'signed-out',
      problem: null,
    });
  });

  test('takes an address as people write it', async () => {
    const address = `https://${registry.address.toUpperCase()}/v2/`;
    const row = await service.client.registries.signIn({
      address,
      username: 'mira',
      secret: password,
      keep: { kind: 'session' },
    });
    expect(row).toMatchObject({ id: registry.address, secretIn: { kind: 'session' } });
    await expect(service.client.registries.check({ address: 'no address' })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('with a wrong password changes nothing', async () => {
    await expect(signIn('plain-text', 'wrong')).rejects.toMatchObject({
      data: { reason: 'sign-in-refused', params: { registry: registry.address } },
    });
    expect([...(await until(() => true)).keys()]).toEqual(['docker.io']);
  });

  test('is refused later, when the password was changed or the token taken back', async () => {
    await using tokens = await TokenServer.start({ accounts: { mira: password } });
    await using locked = await startRegistry({ tokens });
    const { address } = locked;
    const row = await service.client.registries.signIn({
      address,
      username: 'mira',
      secret: password,
      keep: { kind: 'plain-text' },
    });
    expect(row).toMatchObject({ account: 'mira', state: 'signed-in' });
    expect(await service.client.registries.check({ address })).toMatchObject({ state: 'signed-in' });
    tokens.revokeIdentityTokens();
    expect(await service.client.registries.check({ address })).toMatchObject({
      state: 'refused',
      problem: { reason: 'sign-in-refused', params: { registry: address } },
    });
  });

  test('tells when a token ends by itself', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'none' })}.${part({ exp: 2_000_000_000 })}.x`;
    await using open = await startRegistry();
    const row = await service.client.registries.signIn({
      address: open.address,
      username: '00000000-0000-0000-0000-000000000000',
      secret: token,
      keep: { kind: 'session' },
    });
    expect(row.expiresAtMs).toBe(2_000_000_000_000);
  });

  test('tells how many pulls are left, where the registry does', async () => {
    await using front = await RegistryFront.start(registry);
    front.setFaults({
      kind: 'headers',
      headers: { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '7;w=21600' },
    });
    await service.client.registries.signIn({
      address: front.address,
      username: 'mira',
      secret: password,
      keep: { kind: 'session' },
    });
    const limit = { remaining: 7, total: 100, windowSeconds: 21_600 };
    await until((now) => now.get(front.address)?.limit?.remaining === 7);
    expect(await service.client.registries.check({ address: front.address })).toMatchObject({ limit });
    front.setFaults({ kind: 'answer', status: 503 });
    expect(await service.client.registries.check({ address: front.address })).toMatchObject({
      state: 'unreachable',
      problem: { reason: 'registry-failed' },
    });
  });

  test('says where it would be kept', async () => {
    const keeping = () => service.client.registries.keeping({ address: 'europe-docker.pkg.dev' });
    const plain = { place: null, problem: null, cloudHelper: null, helpers: [], configPath: configFile() };
    expect(await keeping()).toEqual(plain);
    await helpers.add('gcloud', 'exit 1');
    await helpers.add('pass', honestScript);
    await helpers.add('osxkeychain', 'exit 1');
    await helpers.add('secretservice', honestScript);
    expect(await keeping()).toEqual({
      ...plain,
      place: { kind: 'helper', name: 'secretservice' },
      cloudHelper: 'gcloud',
    });
    await login();
    await writeFile(configFile(), JSON.stringify({ credsStore: 'desktop' }));
    expect(await keeping()).toMatchObject({
      place: { kind: 'helper', name: 'desktop' },
      problem: { reason: 'helper-missing', params: { helper: 'desktop' } },
      helpers: ['secretservice'],
    });
    await writeFile(configFile(), JSON.stringify({ credsStore: 'pass' }));
    expect(await keeping()).toMatchObject({
      place: { kind: 'helper', name: 'pass' },
      problem: { reason: 'helper-failed', params: { helper: 'pass', hint: 'not-set-up' } },
    });
    await writeFile(configFile(), JSON.stringify({ credHelpers: { 'europe-docker.pkg.dev': 'gcloud' } }));
    expect(await keeping()).toMatchObject({ place: { kind: 'helper', name: 'gcloud' }, cloudHelper: null });
  });
});
