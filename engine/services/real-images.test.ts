import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Contract } from '../contract/contract.ts';
import { readImageIds } from '../test/image-forest.ts';
import { testForests } from '../test/image-forest-suite.ts';
import { imageIdOf, loadImages, makeLayer } from '../test/layered-images.ts';
import { testManyImages } from '../test/many-images-suite.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';

let daemon: RealDaemon;
let service: ServiceClient;
let client: ContractRouterClient<Contract>;

beforeAll(async () => {
  daemon = await startRealDaemon();
  service = await startServiceClient(daemon.socketPath);
  client = service.client;
  // Else the image of the tests itself would go too.
  await daemon.docker('create', '--name', 'keeper', testImage, 'sh');
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

testForests([1, 2], () => ({ daemon, client }));

test('an image that others are built on goes with them, and stays with one that is used', async () => {
  const [base] = [{ tags: [], layers: [await makeLayer('commit-base', 3000)], note: 'commit' }] as const;
  await loadImages(daemon.socketPath, [base]);
  await daemon.docker('create', '--name', 'step-1', imageIdOf(base), 'sh');
  const middle = await daemon.docker('commit', 'step-1');
  await daemon.docker('create', '--name', 'step-2', middle, 'sh');
  const top = await daemon.docker('commit', 'step-2', 'built/top:1');
  await daemon.docker('rm', 'step-1', 'step-2');
  await daemon.docker('create', '--name', 'user', top, 'sh');
  expect(await client.images.prunable({ isAll: true })).toMatchObject({ ids: [], reclaimBytes: 0 });
  await daemon.docker('rm', 'user');
  expect(await client.images.prunable({ isAll: false })).toMatchObject({ ids: [] });
  const told = await client.images.prunable({ isAll: true });
  expect(told.ids).toEqual([top]);
  const done = await client.images.prune({ isAll: true, token: told.token });
  expect(done.deleted).toEqual(expect.arrayContaining([imageIdOf(base), middle, top]));
  expect(done.reclaimedBytes).toBe(told.reclaimBytes);
});

test('an image in use keeps all its tags, and a list that has changed is not cleaned up', async () => {
  await daemon.docker('tag', testImage, 'second/name:1');
  const told = await client.images.prunable({ isAll: true });
  expect(told.ids).toEqual([]);
  await client.images.prune({ isAll: true, token: told.token });
  expect(await daemon.docker('image', 'inspect', '--format', '{{len .RepoTags}}', testImage)).toBe('2');
  const image = { tags: ['late/comer:1'], layers: [await makeLayer('late', 100)] };
  await loadImages(daemon.socketPath, [image]);
  await expect(client.images.prune({ isAll: true, token: told.token })).rejects.toMatchObject({
    data: { reason: 'list-changed' },
  });
  expect(await readImageIds(daemon.socketPath)).toContain(imageIdOf(image));
  await daemon.docker('image', 'rm', 'late/comer:1', 'second/name:1');
});

testManyImages(200, () => ({ socketPath: daemon.socketPath, client }));
