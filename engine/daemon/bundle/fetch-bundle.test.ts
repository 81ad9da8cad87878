import { mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../../platform/process.ts';
import { findDebianMirror, readAptSources } from './debian-sources.ts';
import type { DebianMirror } from './debian-sources.ts';
import { fetchBundle, isNewer, readCompleteBundle } from './fetch-bundle.ts';
import type { BundleProgress, FetchOptions } from './fetch-bundle.ts';
import type { BundleManifest } from './manifest.ts';
import { readOsRelease } from './os-release.ts';

const { signal: never } = new AbortController();

/** Small packages from the machine's own suite: the way is the same as for the large ones. */
async function toManifest(names: readonly string[]): Promise<BundleManifest> {
  const { codename } = await readOsRelease();
  const packages = names.map((name) => ({ name, tried: '0.0.1' }));
  return {
    id: 'test',
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    sources: [{ suite: codename, packages }],
  };
}

async function findMirror(): Promise<DebianMirror> {
  const mirror = findDebianMirror(await readAptSources('/etc/apt'), (await readOsRelease()).codename);
  if (mirror === null) throw new Error('No Debian mirror in /etc/apt');
  return mirror;
}

const noNetwork = (): Promise<DebianMirror> => Promise.reject(new Error('The network was asked'));

describe('a bundle', () => {
  let cacheDir = '';
  let manifest: BundleManifest;
  const fetchWith = (options: Partial<FetchOptions>): ReturnType<typeof fetchBundle> =>
    fetchBundle(manifest, { cacheDir, findMirror, onProgress: () => undefined, signal: never, ...options });

  beforeAll(async () => {
    cacheDir = await mkdtemp(path.join(tmpdir(), 'berth-bundle-'));
    manifest = await toManifest(['tini', 'busybox-static']);
  });
  afterAll(async () => {
    await rm(cacheDir, { recursive: true });
  });

  test('that is cut half way leaves no process and goes on later', async () => {
    const abort = new AbortController();
    const cut = fetchWith({
      signal: abort.signal,
      onProgress: ({ phase }) => {
        if (phase === 'download') abort.abort();
      },
    });
    await expect(cut).rejects.toMatchObject({ reason: 'cancelled' });
    expect(await readCompleteBundle(manifest, cacheDir, never)).toBeNull();
    const { stdout } = await runProgram(['sh', '-c', 'cat /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n"']);
    expect(stdout).not.toContain(`APT_CONFIG=${cacheDir}`);

    const seen: BundleProgress[] = [];
    const bundle = await fetchWith({ onProgress: (progress) => seen.push(progress) });
    expect(bundle.packages.map(({ name }) => name).sort()).toEqual(['busybox-static', 'tini']);
    const bytes = seen.filter((progress) => progress.phase === 'download');
    expect(bytes.at(-1)?.doneBytes).toBe(bytes.at(-1)?.totalBytes);
    expect(bytes.map(({ doneBytes }) => doneBytes)).toEqual(
      bytes.map(({ doneBytes }) => doneBytes).sort((a, b) => a - b),
    );
    expect(seen.at(-1)).toMatchObject({ phase: 'unpack', doneItems: 2, totalItems: 2 });
    expect((await stat(path.join(bundle.rootDir, 'usr/bin/tini'))).mode & 0o111).not.toBe(0);
    expect([...bundle.notes].sort()).toEqual([
      expect.stringMatching(/^busybox-static \S+ \(tried: 0\.0\.1\)$/),
      expect.stringMatching(/^tini \S+ \(tried: 0\.0\.1\)$/),
    ]);
    // Neither the packages nor the lists are kept, nor a lock.
    expect(await readdir(path.join(cacheDir, 'bundle'))).toEqual(['test']);
  });

  test('that is complete needs no network', async () => {
    expect((await fetchWith({ findMirror: noNetwork })).packages.length).toBe(2);
  });

  test('that lost a file, or its stamp, is fetched again, but for intact packages', async () => {
    const root = path.join(cacheDir, 'bundle', 'test', 'root');
    const busybox = path.join(root, (await readdir(root)).includes('bin') ? 'bin/busybox' : 'usr/bin/busybox');
    const sizeBytes = (await stat(busybox)).size;
    await truncate(busybox, 1000);
    await expect(fetchWith({ findMirror: noNetwork })).rejects.toThrow('The network was asked');

    // One package as an earlier try left it, and one of the right size with wrong content.
    const debsDir = path.join(cacheDir, 'bundle', 'test.work', 'debs');
    const abort = new AbortController();
    await fetchWith({
      signal: abort.signal,
      onProgress: ({ phase }) => {
        if (phase === 'unpack') abort.abort();
      },
    }).catch(() => undefined);
    const [first = '', second = ''] = (await readdir(debsDir)).sort();
    const content = await readFile(path.join(debsDir, first));
    content.fill(0, 1000, 2000);
    await writeFile(path.join(debsDir, first), content);
    const before = await stat(path.join(debsDir, second));

    const starts: number[] = [];
    const bundle = await fetchWith({
      onProgress: (progress) => {
        if (progress.phase === 'download') starts.push(progress.doneBytes);
      },
    });
    expect(starts[0]).toBe(before.size);
    expect((await stat(path.join(bundle.rootDir, path.relative(root, busybox)))).size).toBe(sizeBytes);
  });

  test('is fetched once when two ask at the same time', async () => {
    await rm(path.join(cacheDir, 'bundle', 'test', 'stamp.json'));
    let asked = 0;
    const countMirror = (): Promise<DebianMirror> => {
      asked += 1;
      return findMirror();
    };
    const bundles = await Promise.all([fetchWith({ findMirror: countMirror }), fetchWith({ findMirror: countMirror })]);
    expect(asked).toBe(1);
    expect(bundles[0]).toEqual(bundles[1]);
  });
});

describe('what cannot be had', () => {
  let cacheDir = '';
  beforeAll(async () => {
    cacheDir = await mkdtemp(path.join(tmpdir(), 'berth-bundle-'));
  });
  afterAll(async () => {
    await rm(cacheDir, { recursive: true });
  });
  const options = (): FetchOptions => ({ cacheDir, findMirror, onProgress: () => undefined, signal: never });

  test('a mirror that does not answer, in its own words', async () => {
    const archiveUri = 'http://127.0.0.1:9/debian';
    const fetching = fetchBundle(await toManifest(['tini']), {
      ...options(),
      findMirror: () => Promise.resolve({ archiveUri, securityUri: null }),
    });
    await expect(fetching).rejects.toMatchObject({ reason: 'failed', output: expect.stringContaining('127.0.0.1') });
  });

  test('a package that the suite has not', async () => {
    const fetching = fetchBundle(await toManifest(['tini', 'no-such-package-anywhere']), options());
    await expect(fetching).rejects.toThrow('no-such-package-anywhere');
  });
});

test.each([
  ['26.1.5+dfsg1-9+deb13u1', '26.1.5+dfsg1-9', true],
  ['1.7.24~ds1-6', '1.7.24', false],
  ['1:1.0', '2.0', true],
  ['1.10', '1.9', true],
  ['1.0', '1.0', false],
])('%s is newer than %s: %s', async (version, than, expected) => {
  expect(await isNewer(version, than, never)).toBe(expected);
});
