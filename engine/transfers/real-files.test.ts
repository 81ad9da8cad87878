import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Contract } from '../contract/contract.ts';
import { imageIdOf, type LayeredImage, loadImages, makeLayer, packImages } from '../test/layered-images.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';
import { JobWatch } from '../test/job-watch.ts';

const megabyte = 1024 * 1024;

let daemon: RealDaemon;
let service: ServiceClient;
let client: ContractRouterClient<Contract>;
let watch: JobWatch;
let folder: string;

beforeAll(async () => {
  daemon = await startRealDaemon();
  service = await startServiceClient(daemon.socketPath);
  client = service.client;
  watch = new JobWatch(client);
});

afterAll(async () => {
  await watch?.[Symbol.asyncDispose]();
  await service?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-files-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function makeImage(tag: string, sizes: readonly number[]): Promise<LayeredImage> {
  const layers = await Promise.all(
    sizes.map((size, index) => makeLayer(`${tag.replaceAll(/\W/g, '-')}-${index}`, size)),
  );
  return { tags: [tag], layers };
}

async function packed(image: LayeredImage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of packImages([image])) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Sends a file as a page does. */
async function sendAll(id: string, file: Uint8Array, pieceBytes = megabyte): Promise<void> {
  for (let offset = 0; offset < file.length; offset += pieceBytes) {
    await client.transfers.send({ id, offset, bytes: file.subarray(offset, offset + pieceBytes) });
  }
  await client.transfers.send({ id, offset: file.length, bytes: new Uint8Array() });
}

test('a save writes what docker loads again, for its owner alone', async () => {
  const image = await makeImage('acme/saved:1', [2 * megabyte, 100_000]);
  await loadImages(daemon.socketPath, [image]);
  const file = path.join(folder, 'saved.tar');
  const { id } = await client.transfers.save({ references: ['acme/saved:1'], path: file });
  const ended = await watch.untilEnded(id);
  const { size, mode } = await stat(file);
  expect(ended).toMatchObject({
    kind: 'save',
    state: 'done',
    progress: { unit: 'bytes', done: size, total: size },
    result: { path: file },
  });
  expect(mode & 0o777).toBe(0o600);
  const history = watch.history(id);
  expect(history.map(({ progress }) => progress.done)).toEqual(
    history.map(({ progress }) => progress.done).toSorted((a, b) => a - b),
  );
  await daemon.docker('image', 'rm', 'acme/saved:1');
  expect(await daemon.docker('load', '--input', file)).toContain('acme/saved:1');
  expect(await daemon.docker('image', 'inspect', '--format', '{{.Id}}', 'acme/saved:1')).toBe(imageIdOf(image));
});

test('a save writes over nothing, and says where it cannot write', async () => {
  const file = path.join(folder, 'there.tar');
  await writeFile(file, 'mine');
  const save = (to: string) => client.transfers.save({ references: ['berth-test/busybox'], path: to });
  await expect(save(file)).rejects.toMatchObject({ data: { reason: 'file-exists', params: { path: file } } });
  expect(await readFile(file, 'utf8')).toBe('mine');
  await expect(save(path.join(folder, 'no', 'folder.tar'))).rejects.toMatchObject({
    data: { reason: 'file-not-writable' },
  });
  await expect(save('relative.tar')).rejects.toMatchObject({ data: { reason: 'file-not-writable' } });
});

test('a file that was chosen to be replaced stays until the save is whole, and is not written over twice', async () => {
  const file = path.join(folder, 'there.tar');
  await writeFile(file, 'mine');
  await using shell = await startServiceClient(daemon.socketPath, null, { chooseSavePath: async () => file });
  const { transfers } = shell.client;
  await using shellWatch = new JobWatch(shell.client);
  const save = async (reference: string) =>
    shellWatch.untilEnded((await transfers.save({ references: [reference], path: file })).id);
  const choose = () => transfers.chooseSavePath({ path: file, title: 'Save' });

  expect(await choose()).toEqual({ path: file });
  expect(await save('acme/nowhere:1')).toMatchObject({ state: 'failed' });
  expect(await readFile(file, 'utf8')).toBe('mine');
  await expect(save(testImage)).rejects.toMatchObject({ data: { reason: 'file-exists' } });

  await choose();
  expect(await save(testImage)).toMatchObject({ state: 'done', result: { path: file } });
  expect((await stat(file)).size).toBeGreaterThan(megabyte);
  expect(await readdir(folder)).toEqual(['there.tar']);
  await expect(save(testImage)).rejects.toMatchObject({ data: { reason: 'file-exists' } });
});

test('what was chosen while it was not there, or is no file, is not replaced', async () => {
  let chosen = path.join(folder, 'new.tar');
  await using shell = await startServiceClient(daemon.socketPath, null, { chooseSavePath: async () => chosen });
  const { transfers } = shell.client;
  const save = () => transfers.save({ references: [testImage], path: chosen });
  await transfers.chooseSavePath({ path: '', title: 'Save' });
  await writeFile(chosen, 'somebody else’s');
  await expect(save()).rejects.toMatchObject({ data: { reason: 'file-exists' } });
  chosen = path.join(folder, 'link.tar');
  await symlink('new.tar', chosen);
  await transfers.chooseSavePath({ path: '', title: 'Save' });
  await expect(save()).rejects.toMatchObject({ data: { reason: 'file-exists' } });
  expect(await readFile(path.join(folder, 'new.tar'), 'utf8')).toBe('somebody else’s');
});

test('a save without a path finds a free name, and one that fails leaves no file', async () => {
  const home = path.dirname(service.paths.dataDir);
  const { path: first, canChoose } = await client.transfers.savePath({ references: ['berth-test/busybox:latest'] });
  // Only the app has the system's own dialog.
  expect(canChoose).toBe(false);
  await expect(client.transfers.chooseSavePath({ path: first, title: 'Save' })).rejects.toMatchObject({
    code: 'unsupported',
  });
  expect(first).toBe(path.join(home, 'berth-test-busybox-latest.tar'));
  const done = await watch.untilEnded(
    (await client.transfers.save({ references: ['berth-test/busybox:latest'], path: '' })).id,
  );
  expect(done.result?.path).toBe(first);
  const { path: second } = await client.transfers.savePath({ references: ['berth-test/busybox:latest'] });
  expect(second).toBe(path.join(home, 'berth-test-busybox-latest-2.tar'));

  const failed = path.join(folder, 'missing.tar');
  const ended = await watch.untilEnded(
    (await client.transfers.save({ references: ['acme/nowhere:1'], path: failed })).id,
  );
  expect(ended).toMatchObject({ state: 'failed', failure: { reason: 'image-missing' } });
  expect(await readdir(folder)).toEqual([]);
});

test('a save that is cancelled leaves no file, and can begin again', async () => {
  await loadImages(daemon.socketPath, [await makeImage('acme/large:1', [60 * megabyte])]);
  const file = path.join(folder, 'large.tar');
  const { id } = await client.transfers.save({ references: ['acme/large:1'], path: file });
  await client.jobs.cancel({ id });
  expect(await watch.untilEnded(id)).toMatchObject({ state: 'cancelled' });
  expect(await readdir(folder)).toEqual([]);
  const told = watch.history(id).length;
  await client.jobs.retry({ id });
  expect(await watch.untilEnded(id, told)).toMatchObject({ state: 'done' });
  expect((await stat(file)).size).toBeGreaterThan(60 * megabyte);
});

test('a load takes what the page sends, at the engine’s pace', async () => {
  const image = await makeImage('acme/loaded:1', [3 * megabyte, 70_000]);
  const archive = await packed(image);
  const { id } = await client.transfers.load({ fileName: 'loaded.tar', sizeBytes: archive.length });
  await sendAll(id, archive);
  const ended = await watch.untilEnded(id);
  expect(ended).toMatchObject({
    kind: 'load',
    name: 'loaded.tar',
    state: 'done',
    progress: { unit: 'bytes', done: archive.length, total: archive.length },
    result: { images: ['acme/loaded:1'] },
  });
  expect(await daemon.docker('image', 'inspect', '--format', '{{.Id}}', 'acme/loaded:1')).toBe(imageIdOf(image));
});

test('a piece that comes twice is passed over, one out of turn is refused', async () => {
  const archive = await packed(await makeImage('acme/twice:1', [megabyte]));
  const { id } = await client.transfers.load({ fileName: 'twice.tar', sizeBytes: archive.length });
  const piece = archive.subarray(0, 1000);
  await client.transfers.send({ id, offset: 0, bytes: piece });
  await client.transfers.send({ id, offset: 0, bytes: piece });
  await expect(client.transfers.send({ id, offset: 5000, bytes: piece })).rejects.toMatchObject({ code: 'invalid' });
  await expect(client.transfers.send({ id, offset: 1000, bytes: new Uint8Array() })).rejects.toMatchObject({
    code: 'invalid',
  });
  for (let offset = 1000; offset < archive.length; offset += megabyte) {
    await client.transfers.send({ id, offset, bytes: archive.subarray(offset, offset + megabyte) });
  }
  await client.transfers.send({ id, offset: archive.length, bytes: new Uint8Array() });
  expect(await watch.untilEnded(id)).toMatchObject({ state: 'done', result: { images: ['acme/twice:1'] } });
});

test.each([
  ['random bytes', async () => randomBytes(3 * megabyte)],
  ['a text', async () => Buffer.from('not an archive at all\n')],
  ['half of one', async () => (await packed(await makeImage('acme/half:1', [megabyte]))).subarray(0, megabyte / 2)],
])('%s is no archive', async (_kind, make) => {
  const bytes = await make();
  const { id } = await client.transfers.load({ fileName: 'bad.tar', sizeBytes: bytes.length });
  const refusal: unknown = await sendAll(id, bytes).then(
    () => null,
    (error: unknown) => error,
  );
  // The daemon may refuse before it has all of it, which the sending then says too.
  expect(refusal === null || (refusal as { data?: { reason: string } }).data?.reason === 'archive-invalid').toBe(true);
  expect(await watch.untilEnded(id)).toMatchObject({ state: 'failed', failure: { reason: 'archive-invalid' } });
});

test('a load that is cancelled ends', async () => {
  const { id } = await client.transfers.load({ fileName: 'never.tar', sizeBytes: 10 * megabyte });
  await client.transfers.send({ id, offset: 0, bytes: randomBytes(1000) });
  await client.jobs.cancel({ id });
  expect(await watch.untilEnded(id)).toMatchObject({ state: 'cancelled' });
  await expect(client.transfers.send({ id, offset: 1000, bytes: randomBytes(10) })).rejects.toMatchObject({
    code: 'cancelled',
  });
  await expect(client.jobs.retry({ id })).rejects.toMatchObject({ code: 'invalid' });
});

test('an import makes an image of a file system', async () => {
  const layer = await makeLayer('import', megabyte);
  const { id } = await client.transfers.import({
    fileName: 'rootfs.tar',
    sizeBytes: layer.tar.length,
    reference: 'acme/imported:3',
  });
  await sendAll(id, layer.tar);
  expect(await watch.untilEnded(id)).toMatchObject({
    kind: 'import',
    state: 'done',
    result: { images: ['acme/imported:3'] },
  });
  const layers = await daemon.docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', 'acme/imported:3');
  expect(JSON.parse(layers)).toEqual([layer.diffId]);
});

test('those that have ended can be dismissed', async () => {
  const { id } = await client.transfers.save({ references: ['acme/nowhere:1'], path: path.join(folder, 'x.tar') });
  await watch.untilEnded(id);
  await client.jobs.dismiss({ ids: [id] });
  const { upserts } = await client.jobs.changes({ epoch: '', seq: 0, freshness: 'loading' });
  expect(upserts.map((row) => row.id)).not.toContain(id);
  await expect(client.jobs.cancel({ id })).rejects.toMatchObject({ code: 'not-found' });
});
