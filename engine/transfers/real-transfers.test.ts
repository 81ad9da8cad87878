import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../contract/jobs.ts';
import { FaultProxy } from '../test/fault-proxy.ts';
import { loadImages, makeLayer } from '../test/layered-images.ts';
import { watchLeaks } from '../test/leaks.ts';
import { startServiceClient } from '../test/service-client.ts';
import { startTransferService, type TransferService } from '../test/transfer-service.ts';
import { JobWatch } from '../test/job-watch.ts';

const megabyte = 1024 * 1024;

let rig: TransferService;
let daemon: TransferService['daemon'];
let registry: TransferService['registry'];
let front: TransferService['front'];
let client: TransferService['client'];
let watch: TransferService['watch'];

beforeAll(async () => {
  rig = await startTransferService();
  ({ daemon, registry, front, client, watch } = rig);
});

afterAll(async () => {
  await rig?.[Symbol.asyncDispose]();
});

/** Puts an image of random layers into the registry, and takes it out of the engine again. */
async function publish(name: string, layerBytes: readonly number[]): Promise<string> {
  const reference = `${front.address}/${name}`;
  const layers = await Promise.all(
    layerBytes.map((size, index) => makeLayer(`${name}-${index}`.replaceAll(/\W/g, '-'), size)),
  );
  await loadImages(daemon.socketPath, [{ tags: [reference], layers }]);
  await daemon.docker('push', '--quiet', reference);
  await daemon.docker('image', 'rm', reference);
  front.resetCounts();
  return reference;
}

interface Manifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

async function manifestOf(reference: string): Promise<Manifest> {
  const [, path = '', tag = ''] = /^[^/]+\/(.+):([^:]+)$/.exec(reference) ?? [];
  const response = await fetch(`${registry.url}/v2/${path}/manifests/${tag}`, {
    headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
  });
  return (await response.json()) as Manifest;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** How often each layer was fetched, by digest. */
function fetches(): Map<string, { requests: number; bytesDown: number }> {
  return new Map(
    Object.entries(front.counts()).flatMap(([name, count]) => {
      const digest = /^GET .*\/blobs\/(sha256:\w+)$/.exec(name)?.[1];
      return digest === undefined ? [] : [[digest, count] as const];
    }),
  );
}

/** Within a try no number goes back, and sums are those of the layers. */
function expectOrder(history: readonly Job[]): void {
  let before: Job | undefined;
  for (const now of history) {
    const carried = now.layers.filter(({ state }) => state !== 'exists');
    expect(now.progress.done).toBe(sum(carried.map(({ doneBytes }) => doneBytes)));
    const totals = carried.map(({ totalBytes }) => totalBytes);
    const hasAllSizes = now.layers.length > 0 && totals.every((size) => size !== null);
    expect(now.progress.total).toBe(hasAllSizes || now.state === 'done' ? sum(totals.map((size) => size ?? 0)) : null);
    for (const layer of carried) expect(layer.doneBytes).toBeLessThanOrEqual(layer.totalBytes ?? Infinity);
    expect(now.progress.done).toBeGreaterThanOrEqual(before?.attempt === now.attempt ? before.progress.done : 0);
    before = now;
  }
}

test('a pull tells of every layer, and its bytes add up to those of the registry', async () => {
  const reference = await publish('team/exact:1', [3 * megabyte, 5_000, 0, 2 * megabyte, 77]);
  const { id } = await client.transfers.pull({ reference, platform: '' });
  const ended = await watch.untilEnded(id);
  const manifest = await manifestOf(reference);
  const wire = sum(manifest.layers.map(({ size }) => size));
  expect(ended).toMatchObject({
    kind: 'pull',
    state: 'done',
    attempt: 1,
    progress: { unit: 'bytes', done: wire, total: wire },
    failure: null,
  });
  expect(ended.result).toMatchObject({ digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), isUpToDate: false });
  expect(new Set(ended.layers.map(({ id: layer, doneBytes }) => `${layer} ${doneBytes}`))).toEqual(
    new Set(manifest.layers.map(({ digest, size }) => `${digest.slice(7, 19)} ${size}`)),
  );
  expect(sum(manifest.layers.map(({ digest }) => fetches().get(digest)?.bytesDown ?? 0))).toBe(wire);
  expectOrder(watch.history(id));
  const { lines } = await client.jobs.log({ id, from: 0 });
  expect(lines).toContain('1: Pulling from team/exact');
  const throughs = manifest.layers.map(({ digest }) => `${digest.slice(7, 19)}: Pull complete`);
  expect(lines).toEqual(expect.arrayContaining(throughs));
  expect(lines).toContain(`Digest: ${ended.result?.digest}`);
  expect(ended.logEnd).toBe(lines.length);
  expect(await client.jobs.log({ id, from: lines.length - 1 })).toEqual({
    from: lines.length - 1,
    lines: lines.slice(-1),
  });

  const again = await watch.untilEnded((await client.transfers.pull({ reference, platform: '' })).id);
  expect(again).toMatchObject({ state: 'done', progress: { done: 0, total: 0 }, result: { isUpToDate: true } });
});

test('a push tells of every layer, and of those that the registry has', async () => {
  const base = [await makeLayer('push-a', megabyte), await makeLayer('push-b', 2 * megabyte)];
  const names = [`${front.address}/team/push:1`, `${front.address}/team/push:2`] as const;
  await loadImages(daemon.socketPath, [
    { tags: [names[0]], layers: base },
    { tags: [names[1]], layers: [...base, await makeLayer('push-c', 10_000)] },
  ]);
  const first = await watch.untilEnded((await client.transfers.push({ reference: names[0] })).id);
  expect(first).toMatchObject({ kind: 'push', state: 'done', name: names[0], failure: null });
  expect(first.progress.done).toBe(first.progress.total);
  expect(first.progress.done).toBeGreaterThanOrEqual(3 * megabyte);
  expect(first.layers.map(({ state }) => state)).toEqual(['done', 'done']);
  const { id } = await client.transfers.push({ reference: names[1] });
  const second = await watch.untilEnded(id);
  expect(second.layers.map(({ state }) => state).sort()).toEqual(['done', 'exists', 'exists']);
  expect(second.result?.digest).toMatch(/^sha256:/);
  expectOrder(watch.history(id));
  const head = await fetch(`${registry.url}/v2/team/push/manifests/${second.result?.digest}`, { method: 'HEAD' });
  expect(head.status).toBe(200);
});

test('a pull that is cancelled can begin again', async () => {
  const reference = await publish('team/cancel:1', [megabyte, 6 * megabyte]);
  const { layers } = await manifestOf(reference);
  const large = layers[1]?.digest ?? '';
  front.setFaults({ kind: 'slow', direction: 'down', bytesPerSecond: 2 * megabyte, path: new RegExp(large) });
  onTestFinished(() => front.setFaults());
  const { id } = await client.transfers.pull({ reference, platform: '' });
  await watch.until(id, (seen) => seen.layers.some(({ state }) => state === 'done'));
  await client.jobs.cancel({ id });
  const cancelled = await watch.untilEnded(id);
  expect(cancelled).toMatchObject({ state: 'cancelled', failure: null, result: null });
  front.setFaults();
  const told = watch.history(id).length;
  await client.jobs.retry({ id });
  const done = await watch.untilEnded(id, told);
  expect(done).toMatchObject({ state: 'done', attempt: 2, progress: { total: sum(layers.map(({ size }) => size)) } });
  expect(done.progress.done).toBe(done.progress.total);
  expectOrder(watch.history(id));
});

test.each([
  ['is killed', () => daemon.kill()],
  ['is stopped', () => daemon.engine.stop()],
])(
  'a pull outlives an engine that %s: it waits, goes on by itself, and fetches no finished layer twice',
  async (end, act) => {
    const reference = await publish(`team/${end.replace(' ', '-')}:1`, [megabyte, 6 * megabyte]);
    const { layers } = await manifestOf(reference);
    const [small, large] = layers.map(({ digest }) => digest);
    front.setFaults({ kind: 'slow', direction: 'down', bytesPerSecond: 2 * megabyte, path: new RegExp(large ?? '') });
    onTestFinished(() => front.setFaults());
    const { id } = await client.transfers.pull({ reference, platform: '' });
    await watch.until(id, (seen) => seen.layers.some(({ state }) => state === 'done'));
    await act();
    await watch.until(id, ({ state }) => state === 'waiting');
    front.setFaults();
    await daemon.restart();
    const done = await watch.untilEnded(id);
    expect(done).toMatchObject({ state: 'done', progress: { total: sum(layers.map(({ size }) => size)) } });
    expect(done.progress.done).toBe(done.progress.total);
    expect(fetches().get(small ?? '')?.requests).toBe(1);
    expectOrder(watch.history(id));
  },
);

test('a pull whose connection to the engine is cut begins again by itself', async () => {
  const reference = await publish('team/proxied:1', [2 * megabyte]);
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-cut-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await using proxy = await FaultProxy.start(path.join(folder, 'docker.sock'), daemon.socketPath);
  await using own = await startServiceClient(proxy.socketPath);
  await using ownWatch = new JobWatch(own.client);
  front.setFaults({ kind: 'slow', direction: 'down', bytesPerSecond: megabyte, path: /\/blobs\// });
  onTestFinished(() => front.setFaults());
  const { id } = await own.client.transfers.pull({ reference, platform: '' });
  await ownWatch.until(id, ({ progress }) => progress.done > 0);
  proxy.cut();
  await ownWatch.until(id, ({ state }) => state === 'waiting');
  front.setFaults();
  const done = await ownWatch.untilEnded(id);
  expect(done.state).toBe('done');
  expect(done.attempt).toBeGreaterThan(1);
  expectOrder(ownWatch.history(id));
});

test('what is under way when the service ends is ended with it, and nothing stays open', async () => {
  const reference = await publish('team/ended:1', [4 * megabyte]);
  front.setFaults({ kind: 'slow', direction: 'down', bytesPerSecond: megabyte, path: /\/blobs\// });
  onTestFinished(() => front.setFaults());
  const leaks = watchLeaks();
  {
    await using own = await startServiceClient(daemon.socketPath);
    await using ownWatch = new JobWatch(own.client);
    const { id } = await own.client.transfers.pull({ reference, platform: '' });
    await own.client.transfers.load({ fileName: 'never.tar', sizeBytes: megabyte });
    await ownWatch.until(id, ({ progress }) => progress.done > 0);
  }
  expect(await leaks.leaks()).toEqual([]);
});

test('a connection to the registry that is cut in the middle of a layer is the engine’s to mend', async () => {
  const reference = await publish('team/cut:1', [2 * megabyte]);
  // Again and again: it goes on from where it was cut.
  front.setFaults({ kind: 'cut', direction: 'down', afterBytes: megabyte, path: /\/blobs\// });
  onTestFinished(() => front.setFaults());
  const { id } = await client.transfers.pull({ reference, platform: '' });
  const done = await watch.untilEnded(id);
  expect(done).toMatchObject({ state: 'done', attempt: 1 });
  const requests = Object.entries(front.counts()).filter(([name]) => name.startsWith('GET /v2/team/cut/blobs/'));
  expect(Math.max(...requests.map(([, count]) => count.requests))).toBeGreaterThan(1);
  expectOrder(watch.history(id));
});

test('five pulls at once', async () => {
  const names = await Promise.all(
    [1, 2, 3, 4, 5].map((number) => publish(`team/many-${number}:1`, [megabyte, 300_000])),
  );
  const ids = await Promise.all(
    names.map(async (reference) => (await client.transfers.pull({ reference, platform: '' })).id),
  );
  expect(new Set(ids).size).toBe(5);
  for (const id of ids) {
    const done = await watch.untilEnded(id);
    expect(done.state).toBe('done');
    expect(done.progress.done).toBe(done.progress.total);
    expectOrder(watch.history(id));
  }
});

test('one that is pulled already is not pulled twice', async () => {
  const reference = await publish('team/twice:1', [2 * megabyte]);
  front.setFaults({ kind: 'slow', direction: 'down', bytesPerSecond: 4 * megabyte, path: /\/blobs\// });
  onTestFinished(() => front.setFaults());
  const first = await client.transfers.pull({ reference, platform: '' });
  const second = await client.transfers.pull({ reference, platform: '' });
  expect(second.id).toBe(first.id);
  expect((await watch.untilEnded(first.id)).state).toBe('done');
});
