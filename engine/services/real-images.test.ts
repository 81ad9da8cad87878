import { once } from 'node:events';
import { request } from 'node:http';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '../contract/contract.ts';
import type { Image } from '../contract/images.ts';
import { createRandom } from '../test/crowd/random.ts';
import { imageIdOf, type LayeredImage, loadImages, makeLayer, type TestLayer } from '../test/layered-images.ts';
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

afterEach(async () => {
  const left = (await daemon.docker('ps', '--all', '--quiet', '--filter', 'name=user')).split('\n').filter(Boolean);
  if (left.length > 0) await daemon.docker('rm', '--force', ...left);
  await pruneByDaemon(true);
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

async function ask(method: string, path: string): Promise<unknown> {
  const call = request({ socketPath: daemon.socketPath, path, method, agent: false });
  call.end();
  const [response] = (await once(call, 'response')) as [AsyncIterable<Buffer>];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

interface Pruned {
  readonly ImagesDeleted: readonly { Untagged?: string; Deleted?: string }[] | null;
  readonly SpaceReclaimed: number;
}

/** What the daemon's own clean-up does. */
async function pruneByDaemon(isAll: boolean): Promise<Pruned> {
  const filters = encodeURIComponent(JSON.stringify({ dangling: [String(!isAll)] }));
  return (await ask('POST', `/images/prune?filters=${filters}`)) as Pruned;
}

async function imageIds(): Promise<Set<string>> {
  const listed = (await ask('GET', '/images/json?all=1')) as { Id: string }[];
  return new Set(listed.map(({ Id }) => Id));
}

/** Trees of layers, some of no bytes, under images that share them as they come; a third has lost its tag. */
async function makeForest(seed: number): Promise<LayeredImage[]> {
  const random = createRandom(seed);
  const root = [await makeLayer(`root-${seed}`, 10_000)];
  const chains: TestLayer[][] = [root];
  const pick = () => chains[random.between(0, chains.length - 1)] ?? root;
  for (let number = 0; number < 40; number++) {
    const below = pick();
    chains.push([...below, await makeLayer(`l-${seed}-${number}`, number % 4 === 0 ? 0 : random.between(1, 50_000))]);
  }
  return Array.from({ length: 24 }, (_, number) => {
    const layers = pick();
    const name = `forest-${seed}/image-${number}`;
    const tags = number % 3 === 0 ? [] : number % 3 === 1 ? [`${name}:1`] : [`${name}:1`, `other-${seed}/${name}:2`];
    const steps = layers.flatMap((_layer, at) => (at % 2 === 0 ? [null, 'ENV NAME=value'] : [null]));
    return { tags, layers, note: String(number), steps };
  });
}

async function useSome(images: readonly LayeredImage[], prefix: string): Promise<void> {
  for (const [index, image] of images.entries()) {
    if (index % 7 === 0) await daemon.docker('create', '--name', `${prefix}-${index}`, imageIdOf(image), 'sh');
  }
}

describe.each([1, 2, 3, 4, 5, 6])('images that share layers (%i)', (seed) => {
  test.each([false, true])('a clean-up (of all: %s) is told beforehand as the daemon then does it', async (isAll) => {
    const images = await makeForest(seed * 10 + Number(isAll));
    // The daemon takes all tags but one off an image in use; Berth does not, and so none here has several.
    const single = images.map((image, index) => (index % 7 === 0 ? { ...image, tags: image.tags.slice(0, 1) } : image));
    await loadImages(daemon.socketPath, single);
    await useSome(single, `user-${seed}`);
    const before = await imageIds();
    const told = await client.images.prunable({ isAll });
    const pruned = await pruneByDaemon(isAll);
    const after = await imageIds();
    expect(told.reclaimBytes).toBe(pruned.SpaceReclaimed);
    expect(new Set(told.ids)).toEqual(new Set([...before].filter((id) => !after.has(id))));

    await loadImages(daemon.socketPath, single);
    const again = await client.images.prunable({ isAll });
    expect(again).toEqual(told);
    const done = await client.images.prune({ isAll, token: again.token });
    expect(done.reclaimedBytes).toBe(pruned.SpaceReclaimed);
    expect(await imageIds()).toEqual(after);
    const nameOf = (entries: Pruned['ImagesDeleted'], key: 'Deleted' | 'Untagged') =>
      new Set((entries ?? []).flatMap((entry) => entry[key] ?? []));
    expect(new Set(done.deleted)).toEqual(nameOf(pruned.ImagesDeleted, 'Deleted'));
    expect(new Set(done.untagged)).toEqual(nameOf(pruned.ImagesDeleted, 'Untagged'));
  });
});

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
  expect(await imageIds()).toContain(imageIdOf(image));
  await daemon.docker('image', 'rm', 'late/comer:1', 'second/name:1');
});

interface DiskUse {
  readonly LayersSize: number;
  readonly Images: readonly { Id: string; Size: number; SharedSize: number }[];
}

test('5,000 images: sizes and what is shared are those of docker system df, and a clean-up frees what it told', async () => {
  const chains = await makeForest(99);
  const images = Array.from({ length: 5_000 }, (_, number) => ({
    tags: number % 4 === 3 ? [] : [`many/app-${number % 50}:${number}`],
    layers: chains[number % chains.length]?.layers ?? [],
    note: `many ${number}`,
  }));
  const own = await Promise.all(Array.from({ length: 100 }, (_, number) => makeLayer(`own-${number}`, 2_000 + number)));
  const all = images.map((image, number) =>
    number % 50 === 0 ? { ...image, layers: [...image.layers, ...own.slice(number / 50, number / 50 + 1)] } : image,
  );
  await loadImages(daemon.socketPath, all);
  const { Images, LayersSize } = (await ask('GET', '/system/df?type=image')) as DiskUse;
  const expected = new Map(Images.map(({ Id, Size, SharedSize }) => [Id, `${Size} ${SharedSize}`]));
  expect(expected.size).toBe(5_001);
  let rows = new Map<string, Image>();
  let seen = await client.images.changes({ epoch: '', seq: 0, freshness: 'loading' });
  const isRead = () =>
    rows.size === expected.size && [...rows.values()].every(({ sharedBytes }) => sharedBytes !== null);
  for (;;) {
    if (seen.reset) rows = new Map();
    for (const row of seen.upserts) rows.set(row.id, row);
    for (const id of seen.removes) rows.delete(id);
    if (isRead()) break;
    seen = await client.images.changes(seen, { signal: AbortSignal.timeout(60_000) });
  }
  expect(new Map([...rows].map(([id, { sizeBytes, sharedBytes }]) => [id, `${sizeBytes} ${sharedBytes}`]))).toEqual(
    expected,
  );

  const dangling = await client.images.prunable({ isAll: false });
  expect(dangling.totalBytes).toBe(LayersSize);
  expect(dangling.ids.length).toBe(1_250);
  const done = await client.images.prune({ isAll: false, token: dangling.token });
  expect(done.deleted.filter((id) => rows.has(id)).sort()).toEqual([...dangling.ids].sort());
  expect(done.reclaimedBytes).toBe(dangling.reclaimBytes);
  const rest = await client.images.prunable({ isAll: true });
  expect(rest.ids.length).toBe(3_750);
  const pruned = await pruneByDaemon(true);
  expect(rest.reclaimBytes).toBe(pruned.SpaceReclaimed);
  expect((await imageIds()).size).toBe(1);
}, 300_000);
