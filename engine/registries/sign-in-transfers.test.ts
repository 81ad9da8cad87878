import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Job } from '../contract/jobs.ts';
import { honestScript } from '../test/helper-folder.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type Registry, startRegistry } from '../test/registry.ts';
import { openServiceHome, type ServiceHome } from '../test/service-home.ts';
import { TokenServer } from '../test/token-server.ts';

const password = 'p:ä ☃';

let daemon: RealDaemon;
let tokens: TokenServer;
let registries: Record<string, Registry>;
let home: ServiceHome;

beforeAll(async () => {
  daemon = await startRealDaemon();
  tokens = await TokenServer.start({ accounts: { mira: password } });
  registries = {
    'by password': await startRegistry({ accounts: { mira: password } }),
    'by token': await startRegistry({ tokens }),
  };
});

afterAll(async () => {
  for (const registry of Object.values(registries ?? {})) await registry[Symbol.asyncDispose]();
  await tokens?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

beforeEach(async () => {
  home = await openServiceHome(daemon);
});

afterEach(async () => {
  await home[Symbol.asyncDispose]();
});

/** How a transfer ended: its state, or the reason why it failed. */
async function endOf(begun: Promise<{ id: string }>): Promise<string> {
  const { id } = await begun;
  const signal = AbortSignal.timeout(20_000);
  let seen = { epoch: '', seq: 0, freshness: 'loading' as 'loading' | 'live' | 'stale' };
  const rows = new Map<string, Job>();
  for (;;) {
    const changes = await home.service.client.jobs.changes(seen, { signal });
    for (const row of changes.upserts) rows.set(row.id, row);
    const row = rows.get(id);
    if (row?.endedAtMs !== null && row !== undefined) return row.failure?.reason ?? row.state;
    seen = changes;
  }
}

const push = (reference: string) => endOf(home.service.client.transfers.push({ reference }));
const pull = (reference: string) => endOf(home.service.client.transfers.pull({ reference, platform: '' }));

test.each([
  ['by password', 'the file'],
  ['by password', 'a helper'],
  ['by token', 'the file'],
  ['by token', 'a helper'],
])('Berth pushes and pulls %s with what the docker CLI stored in %s', async (kind, place) => {
  const address = registries[kind]?.address ?? '';
  const image = `${address}/team/tools:${place.replace(' ', '-')}`;
  if (place === 'a helper') await home.helpers.add('secretservice', honestScript);
  await home.docker(['tag', testImage, image]);
  expect(['sign-in-needed', 'access-denied']).toContain(await push(image));
  await home.docker(['login', address, '--username', 'mira', '--password-stdin'], password);
  expect(await push(image)).toBe('done');
  await home.docker(['rmi', image]);
  expect(await pull(image)).toBe('done');
  await home.docker(['rmi', image]);
  await home.docker(['logout', address]);
  expect(['sign-in-needed', 'access-denied']).toContain(await pull(image));
});

test('what was taken back is told, and a new sign-in is enough', async () => {
  const address = registries['by token']?.address ?? '';
  const image = `${address}/team/expired:1`;
  const keep = { kind: 'session' as const };
  const signIn = () => home.service.client.registries.signIn({ address, username: 'mira', secret: password, keep });
  await home.docker(['tag', testImage, image]);
  await signIn();
  expect(await push(image)).toBe('done');
  tokens.revokeIdentityTokens();
  expect(await push(image)).toBe('sign-in-refused');
  expect(await home.service.client.registries.check({ address })).toMatchObject({ state: 'refused' });
  await signIn();
  expect(await push(image)).toBe('done');
});

test('a helper that fails is told beside the registry, and does not keep a public image from being pulled', async () => {
  await using open = await startRegistry();
  const image = `${open.address}/team/public:1`;
  await home.docker(['tag', testImage, image]);
  await home.docker(['push', image]);
  await home.helpers.add('evil', 'exit 1');
  const config = { auths: { [open.address]: {} }, credsStore: 'evil' };
  await mkdir(path.join(home.dir, '.docker'), { recursive: true });
  await writeFile(path.join(home.dir, '.docker', 'config.json'), JSON.stringify(config));
  expect(await pull(image)).toBe('done');
  const rowOf = async () => {
    const rows = await home.service.client.registries.changes({ epoch: '', seq: 0, freshness: 'loading' });
    return rows.upserts.find(({ id }) => id === open.address);
  };
  const problem = { reason: 'helper-failed', params: { helper: 'evil' } };
  await expect.poll(rowOf).toMatchObject({ state: 'unchecked', problem });
});
