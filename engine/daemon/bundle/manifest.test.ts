import { expect, test } from 'vitest';
import { manifestFor, olderManifestsFor, partManifestFor } from './manifest.ts';
import { parseOsRelease } from './os-release.ts';

const machine = { distribution: 'debian', version: '12', architecture: 'amd64' } as const;

test('Debian 12 takes what needs its glibc from its own suite, and the engine from the next', () => {
  const sources = manifestFor(machine)?.sources ?? [];
  const suiteOf = (name: string): string | undefined =>
    sources.find(({ packages }) => packages.some((entry) => entry.name === name))?.suite;
  expect(suiteOf('docker.io')).toBe('trixie');
  expect(suiteOf('runc')).toBe('bookworm');
  expect(suiteOf('iptables')).toBe('bookworm');
});

test('Debian 13 takes everything from its own suite, and the same packages', () => {
  const names = (version: string): string[] =>
    (manifestFor({ ...machine, version })?.sources ?? []).flatMap(({ packages }) => packages.map(({ name }) => name));
  expect(manifestFor({ ...machine, version: '13' })?.sources.map(({ suite }) => suite)).toEqual(['trixie']);
  expect(names('13').sort()).toEqual(names('12').sort());
});

test('no package is named twice, and each bundle has a folder of its own', () => {
  const manifests = ['12', '13'].flatMap((version) =>
    (['amd64', 'arm64'] as const).map((architecture) => manifestFor({ ...machine, version, architecture })),
  );
  expect(new Set(manifests.map((manifest) => manifest?.id)).size).toBe(manifests.length);
  for (const manifest of manifests) {
    const names = manifest?.sources.flatMap(({ packages }) => packages.map(({ name }) => name)) ?? [];
    expect(new Set(names).size).toBe(names.length);
  }
});

test('a bundle of before and the registry alone have together what the newest has', () => {
  for (const version of ['12', '13']) {
    const on = { ...machine, version };
    const names = (manifest: ReturnType<typeof manifestFor>): string[] =>
      (manifest?.sources ?? []).flatMap(({ packages }) => packages.map(({ name }) => name));
    const [older = null, ...rest] = olderManifestsFor(on);
    expect(rest).toEqual([]);
    expect([...names(older), ...names(partManifestFor(on, 'registry'))].sort()).toEqual(names(manifestFor(on)).sort());
    expect(names(partManifestFor(on, 'registry'))).toEqual(['docker-registry']);
    expect(names(partManifestFor(on, 'busybox'))).toEqual(['busybox-static']);
    const ids = [older, manifestFor(on), partManifestFor(on, 'registry'), partManifestFor(on, 'busybox')];
    expect(new Set(ids.map((manifest) => manifest?.id)).size).toBe(4);
  }
});

test('another system has no bundle', () => {
  expect(manifestFor({ ...machine, distribution: 'fedora', version: '42' })).toBeNull();
  expect(olderManifestsFor({ ...machine, distribution: 'fedora', version: '42' })).toEqual([]);
  expect(partManifestFor({ ...machine, distribution: 'fedora', version: '42' }, 'busybox')).toBeNull();
  expect(manifestFor({ ...machine, version: '' })).toBeNull();
});

test.each([
  [
    'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"',
    'debian',
    '12',
  ],
  ["ID='arch'\nNAME=x", 'arch', ''],
  ['# ID=no\nID="a \\"b\\" c"', 'a "b" c', ''],
  ['', '', ''],
])('os-release %j is read', (text, id, versionId) => {
  expect(parseOsRelease(text)).toMatchObject({ id, versionId });
});
