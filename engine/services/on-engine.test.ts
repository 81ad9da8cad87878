import { expect, test } from 'vitest';
import { contract } from '../contract/contract.ts';
import { toCallHeaders } from '../contract/engine-header.ts';
import { startServiceClient } from '../test/service-client.ts';
import { startCrowd } from '../test/crowd.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const noRows = { epoch: '', seq: 0, freshness: 'loading' as const };

test('two engines have objects of their own, and a verb acts on the engine of its call', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'bo-'));
  try {
    const open = (name: string, containers: number) =>
      startCrowd({ socketPath: path.join(dir, name), containers, images: 1, volumes: 0, networks: 0 });
    await using one = await open('one.sock', 3);
    await using two = await open('two.sock', 4);
    await using service = await startServiceClient(one.socketPath);
    const other = await service.on(two.socketPath);
    const rowsOf = async (client: typeof other) => (await client.containers.changes(noRows)).upserts;
    const [mine] = await rowsOf(service.client);
    expect([(await rowsOf(service.client)).length, (await rowsOf(other)).length]).toEqual([3, 4]);
    // The synthetic engines give the same ids to their containers.
    expect((await rowsOf(other)).map(({ id }) => id)).toContain(mine?.id);
    await other.containers.remove({ id: mine?.id ?? '', force: true, volumes: false });
    await expect.poll(async () => (await rowsOf(other)).length).toBe(3);
    expect((await rowsOf(service.client)).length).toBe(3);
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('each procedure on an engine says so in the contract, and a header carries any id', () => {
  const onEngine = Object.entries(contract).flatMap(([group, procedures]) =>
    Object.entries(procedures as Record<string, { '~orpc': { meta: { onEngine?: boolean } } }>)
      .filter(([, procedure]) => procedure['~orpc'].meta.onEngine === true)
      .map(([name]) => `${group}.${name}`),
  );
  expect(onEngine).toContain('containers.stop');
  expect(onEngine).not.toContain('settings.read');
  expect(toCallHeaders('socket:/run/my engine/ü.sock')).toEqual({
    engine: 'socket%3A%2Frun%2Fmy%20engine%2F%C3%BC.sock',
  });
});
