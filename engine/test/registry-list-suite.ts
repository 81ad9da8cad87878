import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Registry } from '../contract/registries.ts';
import { type HelperFolder, makeHelperFolder } from './helper-folder.ts';
import { type RealDaemon, startRealDaemon } from './real-daemon.ts';
import { type Registry as TestRegistry, startRegistry } from './registry.ts';
import { type ServiceClient, startServiceClient } from './service-client.ts';

export const password = 'p:ä☃';

let daemon: RealDaemon;
export let registry: TestRegistry;
export let helpers: HelperFolder;
export let service: ServiceClient;
export let home: string;

/** For all tests of a file one engine and one registry, and for each a service with a home of its own. */
export function setUpRegistryList(): void {
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
}

const env = () => ({ ...helpers.env, HOME: home, BERTH_LINK_DIR: path.join(home, 'bin') });
export const configFile = () => path.join(home, '.docker', 'config.json');
export const docker = (argv: readonly string[], input = ''): ReturnType<RealDaemon['dockerCli']> =>
  daemon.dockerCli(argv, { input, env: { ...env(), DOCKER_CONFIG: path.join(home, '.docker') } });
export const login = (username = 'mira', secret = password): ReturnType<RealDaemon['dockerCli']> =>
  docker(['login', registry.address, '--username', username, '--password-stdin'], secret);

/** Follows the list, as a page does, until a claim holds. */
export async function until(claim: (rows: ReadonlyMap<string, Registry>, freshness: string) => boolean) {
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

export const signIn = (keep: 'plain-text' | 'session' | 'as-docker' = 'plain-text', secret = password) =>
  service.client.registries.signIn({ address: registry.address, username: 'mira', secret, keep: { kind: keep } });
