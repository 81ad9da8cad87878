import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { olderManifestsFor, partManifestFor } from './bundle/manifest.ts';
import { readOsRelease } from './bundle/os-release.ts';
import { ensureBundlePart, findManifest, readEngineBundle } from './engine-bundle.ts';

const { signal } = new AbortController();

let cacheDir: string;

beforeEach(async () => {
  cacheDir = await mkdtemp(path.join(tmpdir(), 'berth-bundle-'));
  onTestFinished(() => rm(cacheDir, { recursive: true }));
});

async function complete(id: string): Promise<string> {
  const folder = path.join(cacheDir, 'bundle', id);
  await mkdir(path.join(folder, 'root'), { recursive: true });
  await writeFile(path.join(folder, 'stamp.json'), JSON.stringify({ packages: [], sizes: {} }));
  return path.join(folder, 'root');
}

async function ids(): Promise<{ newest: string; older: string; registry: string }> {
  const newest = await findManifest();
  if (newest === null) throw new Error('No engine for this machine');
  const { id, versionId } = await readOsRelease();
  const machine = { distribution: id, version: versionId, architecture: newest.architecture };
  return {
    newest: newest.id,
    older: olderManifestsFor(machine)[0]?.id ?? '',
    registry: partManifestFor(machine, 'registry')?.id ?? '',
  };
}

test('an engine of before goes on counting until there is a newer one, without the network', async () => {
  const { newest, older } = await ids();
  expect(await readEngineBundle(cacheDir)).toBeNull();
  const olderDir = await complete(older);
  expect((await readEngineBundle(cacheDir))?.rootDir).toBe(olderDir);
  const newestDir = await complete(newest);
  expect((await readEngineBundle(cacheDir))?.rootDir).toBe(newestDir);
});

test("the registry is taken from the engine's bundle, or from one of its own beside an engine of before", async () => {
  const { newest, older, registry } = await ids();
  await complete(older);
  const registryDir = await complete(registry);
  expect((await ensureBundlePart('registry', cacheDir, signal)).rootDir).toBe(registryDir);
  const newestDir = await complete(newest);
  expect((await ensureBundlePart('registry', cacheDir, signal)).rootDir).toBe(newestDir);
});

test("the tools of debug shells are taken from an engine's bundle, of before too", async () => {
  const { newest, older } = await ids();
  const olderDir = await complete(older);
  expect((await ensureBundlePart('busybox', cacheDir, signal)).rootDir).toBe(olderDir);
  const newestDir = await complete(newest);
  expect((await ensureBundlePart('busybox', cacheDir, signal)).rootDir).toBe(newestDir);
});

test('a part that cannot be fetched says so, and a cancelled one that it was cancelled', async () => {
  // A file where the cache's folder would be.
  const notAFolder = path.join(cacheDir, 'file');
  await writeFile(notAFolder, '');
  await expect(ensureBundlePart('busybox', notAFolder, signal)).rejects.toMatchObject({
    code: 'rejected',
    reason: 'download-failed',
  });
  await expect(ensureBundlePart('busybox', cacheDir, AbortSignal.abort())).rejects.toThrow('aborted');
});
