import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { loadImages, makeLayer } from '../test/layered-images.ts';
import { type RealDaemon, startRealDaemon } from '../test/real-daemon.ts';
import { startTransferService, type TransferService } from '../test/transfer-service.ts';

const megabyte = 1024 * 1024;

/** A service on the first of two engines. */
let rig: TransferService;
let second: RealDaemon;

beforeAll(async () => {
  rig = await startTransferService();
  second = await startRealDaemon();
}, 180_000);

afterAll(async () => {
  await rig?.[Symbol.asyncDispose]();
  await second?.[Symbol.asyncDispose]();
}, 60_000);

/** Loads an image of one layer into the first engine. */
async function make(name: string, sizeBytes: number): Promise<string> {
  const reference = `${rig.front.address}/team/${name}:1`;
  await loadImages(rig.daemon.socketPath, [{ tags: [reference], layers: [await makeLayer(name, sizeBytes)] }]);
  return reference;
}

/** Starts a slow pull of 6 MB on the first engine, and opens the second engine meanwhile. */
async function pullAndTurn(name: string): Promise<{ id: string; reference: string }> {
  const { daemon, front, client, watch } = rig;
  const reference = await make(name, 6 * megabyte);
  await daemon.docker('push', '--quiet', reference);
  await daemon.docker('image', 'rm', reference);
  front.setFaults({ kind: 'slow', direction: 'down', bytesPerSecond: megabyte, path: /\/blobs\// });
  onTestFinished(() => front.setFaults());
  const { id } = await client.transfers.pull({ reference, platform: '' });
  await watch.until(id, ({ progress }) => progress.done > 0);
  await rig.service.on(second.socketPath);
  return { id, reference };
}

const hasImage = async (daemon: RealDaemon, reference: string): Promise<boolean> =>
  (await daemon.docker('images', '--quiet', reference)) !== '';

async function expectOnlyOnFirst(reference: string): Promise<void> {
  expect(await hasImage(rig.daemon, reference)).toBe(true);
  expect(await hasImage(second, reference)).toBe(false);
}

test('a pull continues undisturbed on its engine while another one is used', async () => {
  const { id, reference } = await pullAndTurn('goes-on');
  expect(await rig.watch.untilEnded(id)).toMatchObject({ state: 'done', attempt: 1 });
  await expectOnlyOnFirst(reference);
});

test('a pull of the same image on another engine is another one', async () => {
  const { service, watch, front } = rig;
  const { id, reference } = await pullAndTurn('same');
  const client = await service.on(second.socketPath);
  const other = await client.transfers.pull({ reference, platform: '' });
  expect(other.id).not.toBe(id);
  front.setFaults();
  expect(await watch.untilEnded(other.id)).toMatchObject({ state: 'done' });
  expect(await watch.untilEnded(id)).toMatchObject({ state: 'done' });
  expect([await hasImage(rig.daemon, reference), await hasImage(second, reference)]).toEqual([true, true]);
});

test('a pull that waits for its engine continues there, not on the other one', async () => {
  const { daemon, watch, front } = rig;
  const { id, reference } = await pullAndTurn('waits');
  await daemon.kill();
  await watch.until(id, ({ state }) => state === 'waiting');
  front.setFaults();
  await daemon.restart();
  expect(await watch.untilEnded(id)).toMatchObject({ state: 'done', attempt: 2 });
  await expectOnlyOnFirst(reference);
});

test('a pull is cancelled on its engine while another one is used, and a retry runs there', async () => {
  const { client, watch, front } = rig;
  const { id, reference } = await pullAndTurn('cancelled');
  await client.jobs.cancel({ id });
  expect(await watch.untilEnded(id)).toMatchObject({ state: 'cancelled' });
  // The engine stops fetching in the middle.
  const blobBytes = (): number =>
    Object.entries(front.counts())
      .filter(([name]) => name.startsWith('GET /v2/team/cancelled/blobs/'))
      .reduce((sum, [, { bytesDown }]) => sum + bytesDown, 0);
  expect(blobBytes()).toBeLessThan(6 * megabyte);
  expect(await hasImage(rig.daemon, reference)).toBe(false);
  front.setFaults();
  const told = watch.history(id).length;
  await client.jobs.retry({ id });
  expect(await watch.untilEnded(id, told)).toMatchObject({ state: 'done', attempt: 2 });
  await expectOnlyOnFirst(reference);
});

test('a push is cancelled on its engine while another one is used, and a retry runs there', async () => {
  const { client, watch, front, registry } = rig;
  const reference = await make('pushed', 6 * megabyte);
  front.setFaults({ kind: 'slow', direction: 'up', bytesPerSecond: megabyte, path: /\/blobs\// });
  onTestFinished(() => front.setFaults());
  const { id } = await client.transfers.push({ reference });
  await watch.until(id, ({ progress }) => progress.done > 0);
  await rig.service.on(second.socketPath);
  await client.jobs.cancel({ id });
  expect(await watch.untilEnded(id)).toMatchObject({ state: 'cancelled' });
  const manifest = () => fetch(`${registry.url}/v2/team/pushed/manifests/1`, { method: 'HEAD' });
  expect((await manifest()).status).toBe(404);
  front.setFaults();
  const told = watch.history(id).length;
  await client.jobs.retry({ id });
  expect(await watch.untilEnded(id, told)).toMatchObject({ state: 'done', attempt: 2 });
  expect((await manifest()).status).toBe(200);
});
