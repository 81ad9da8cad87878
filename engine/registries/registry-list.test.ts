import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Registry } from '../contract/registries.ts';
import { type HelperFolder, honestScript, makeHelperFolder } from '../test/helper-folder.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type Registry as TestRegistry, startRegistry } from '../test/registry.ts';
import { RegistryFront } from '../test/registry-front.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';
import { TokenServer } from '../test/token-server.ts';

const password = 'p:ä☃';

let daemon: RealDaemon;
let registry: TestRegistry;
let helpers: HelperFolder;
let service: ServiceClient;
let home: string;

beforeAll(async () => {
  daemon = await startRealDaemon();
  registry = await startRegistry({ accounts: { mira: password, joe: 'other' } });
});

afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'brl-'));
  helpers = await makeHelperFolder();
  service = await startServiceClient(daemon.socketPath, null, { env: env() });
});

afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await helpers[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

const env = () => ({ ...helpers.env, HOME: home, BERTH_LINK_DIR: path.join(home, 'bin') });
const configFile = () => path.join(home, '.docker', 'config.json');
const docker = (argv: readonly string[], input = '') =>
  daemon.dockerCli(argv, { input, env: { ...env(), DOCKER_CONFIG: path.join(home, '.docker') } });
const login = (username = 'mira', secret = password) =>
  docker(['login', registry.address, '--username', username, '--password-stdin'], secret);

/** Follows the list, as a page does, until a claim holds. */
async function until(claim: (rows: ReadonlyMap<string, Registry>, freshness: string) => boolean) {
  const signal = AbortSignal.timeout(10_000);
  const rows = new Map<string, Registry>();
  let seen = { epoch: '', seq: 0, freshness: 'loading' as 'loading' | 'live' | 'stale' };
  do {
    const changes = await service.client.registries.changes(seen, { signal });
    if (changes.reset) rows.clear();
    for (const row of changes.upserts) rows.set(row.id, row);
    for (const id of changes.removes) rows.delete(id);
    seen = changes;
  } while (!claim(rows, seen.freshness));
  return rows;
}

const signIn = (keep: 'plain-text' | 'session' | 'as-docker' = 'plain-text', secret = password) =>
  service.client.registries.signIn({ address: registry.address, username: 'mira', secret, keep: { kind: keep } });

describe('the list', () => {
  test('has Docker Hub from the beginning, and what the docker CLI does at once', async () => {
    const first = await until(() => true);
    expect([...first.values()]).toEqual([
      {
        id: 'docker.io',
        account: null,
        secretIn: null,
        state: 'signed-out',
        problem: null,
        checkedAtMs: null,
        expiresAtMs: null,
        limit: null,
        trust: { hasCertificate: false, isInsecure: false },
        isLocal: false,
      },
    ]);
    // Docker's folder does not exist until then.
    await login();
    const rows = await until((now) => now.has(registry.address));
    expect(rows.get(registry.address)).toMatchObject({
      account: 'mira',
      state: 'unchecked',
      secretIn: { kind: 'file' },
    });
    await docker(['logout', registry.address]);
    await until((now) => !now.has(registry.address));
    await login();
    await until((now) => now.has(registry.address));
    await rm(path.dirname(configFile()), { recursive: true });
    await until((now) => !now.has(registry.address));
    await login('joe', 'other');
    await until((now) => now.get(registry.address)?.account === 'joe');
  });

  test('says when the file is broken, keeps what it knew, and goes on once it is mended', async () => {
    await login();
    await until((now) => now.has(registry.address));
    const text = await readFile(configFile(), 'utf8');
    await writeFile(configFile(), text.slice(0, -2));
    const rows = await until((_, freshness) => freshness === 'stale');
    expect(rows.has(registry.address)).toBe(true);
    expect(await service.client.registries.config()).toMatchObject({
      path: configFile(),
      problem: { reason: 'config-broken', params: { path: configFile() } },
    });
    expect(await service.client.registries.keeping({ address: registry.address })).toMatchObject({
      place: null,
      problem: { reason: 'config-broken' },
    });
    await expect(signIn()).rejects.toMatchObject({ data: { reason: 'config-broken' } });
    expect(await readFile(configFile(), 'utf8')).toBe(text.slice(0, -2));
    await writeFile(configFile(), text);
    await until((_, freshness) => freshness === 'live');
    expect(await service.client.registries.config()).toEqual({ path: configFile(), problem: null });
  });

  test('takes accounts from helpers without asking for a secret', async () => {
    const calls = path.join(home, 'calls');
    const list = JSON.stringify({
      'https://index.docker.io/v1/': 'hubby',
      'https://index.docker.io/v1/access-token': 'hubby',
      'r.example:5000': '<token>',
      'https://old.example/v1/': 'mira',
    });
    await helpers.add('listing', `echo "$1" >> '${calls}'; [ "$1" = list ] && echo '${list}'`);
    await helpers.add('gcloud', `echo "gcloud $1" >> '${calls}'; exit 1`);
    await helpers.add('deaf', `echo "deaf $1" >> '${calls}'; exit 1`);
    await login();
    await writeFile(
      configFile(),
      JSON.stringify({
        auths: { 'kept.example': {}, 'docker.io': { auth: btoa('nobody:x') } },
        credsStore: 'listing',
        credHelpers: { 'gcr.io': 'gcloud', 'own.example': 'deaf', 'plain.example': '' },
      }),
    );
    const rows = await until((now) => now.has('gcr.io'));
    const told = [...rows.keys()].sort().map((id) => {
      const { account, state, secretIn } = rows.get(id) ?? {};
      return [id, account, state, secretIn?.kind === 'helper' ? secretIn.name : secretIn];
    });
    expect(told).toEqual([
      ['docker.io', 'hubby', 'unchecked', 'listing'],
      ['gcr.io', '', 'unchecked', 'gcloud'],
      ['kept.example', null, 'signed-out', null],
      ['old.example', null, 'signed-out', null],
      ['own.example', '', 'unchecked', 'deaf'],
      ['plain.example', null, 'signed-out', null],
      ['r.example:5000', '', 'unchecked', 'listing'],
    ]);
    expect(new Set((await readFile(calls, 'utf8')).trim().split('\n'))).toEqual(new Set(['list', 'deaf list']));
  });

  test('shows the registry that Berth started, for as long as its container is there', async () => {
    await docker(['run', '-d', '--name', 'berth-registry', '-p', '127.0.0.1::5000', testImage, 'sleep', '1000']);
    const port = (await docker(['port', 'berth-registry', '5000'])).stdout.trim().split(':').at(-1);
    const rows = await until((now) => now.has(`localhost:${port}`));
    expect(rows.get(`localhost:${port}`)).toMatchObject({ isLocal: true, account: null, state: 'signed-out' });
    await docker(['rm', '-f', 'berth-registry']);
    await until((now) => !now.has(`localhost:${port}`));
  });
});

test('shows a registry for as long as images here are called after it', async () => {
  await docker(['tag', testImage, 'r.example:5000/team/tools:1']);
  const rows = await until((now) => now.has('r.example:5000'));
  expect(rows.get('r.example:5000')).toMatchObject({ account: null, state: 'signed-out', isLocal: false });
  await docker(['rmi', 'r.example:5000/team/tools:1']);
  await until((now) => !now.has('r.example:5000'));
});

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
