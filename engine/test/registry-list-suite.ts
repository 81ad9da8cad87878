import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Registry } from '../contract/registries.ts';
import type { HelperFolder } from './helper-folder.ts';
import { type RealDaemon, startRealDaemon } from './real-daemon.ts';
import { type Registry as TestRegistry, startRegistry } from './registry.ts';
import type { ServiceClient } from './service-client.ts';
import { openServiceHome, type ServiceHome } from './service-home.ts';

export const password = 'p:ä☃';

let daemon: RealDaemon;
let opened: ServiceHome;
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
    opened = await openServiceHome(daemon);
    ({ dir: home, helpers, service } = opened);
  });

  afterEach(async () => {
    await opened[Symbol.asyncDispose]();
  });
}

export const configFile = () => path.join(home, '.docker', 'config.json');
export const docker: ServiceHome['docker'] = (argv, input) => opened.docker(argv, input);
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
