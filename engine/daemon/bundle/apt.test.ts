import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { keepIntact, parsePrintedUris } from './apt.ts';

test('the printed list of a download is read, with epochs', () => {
  const hash = 'a'.repeat(64);
  const output = [
    'Reading package lists...',
    `'http://m/pool/b/busybox-static_1.35.0-4%2bb1_amd64.deb' busybox-static_1%3a1.35.0-4+b1_amd64.deb 928188 SHA256:${hash}`,
    `'http://m/pool/t/tini_0.19.0-3_amd64.deb' tini_0.19.0-3_amd64.deb 280384 SHA256:${hash}`,
    `'http://m/pool/w/weak_1_amd64.deb' weak_1_amd64.deb 1 MD5Sum:${'b'.repeat(32)}`,
  ].join('\n');
  expect(parsePrintedUris(output)).toEqual([
    {
      name: 'busybox-static',
      version: '1:1.35.0-4+b1',
      file: 'busybox-static_1%3a1.35.0-4+b1_amd64.deb',
      sizeBytes: 928188,
      sha256: hash,
    },
    { name: 'tini', version: '0.19.0-3', file: 'tini_0.19.0-3_amd64.deb', sizeBytes: 280384, sha256: hash },
  ]);
});

test('only what has the size and the hash of the index is kept', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-apt-'));
  try {
    const sha256 = createHash('sha256').update('right').digest('hex');
    const expected = ['good', 'wrong', 'cut', 'gone'].map((name) => ({
      name,
      version: '1',
      file: `${name}.deb`,
      sizeBytes: 5,
      sha256,
    }));
    await writeFile(path.join(dir, 'good.deb'), 'right');
    await writeFile(path.join(dir, 'wrong.deb'), 'wrong');
    await writeFile(path.join(dir, 'cut.deb'), 'rig');
    expect((await keepIntact(dir, expected)).map(({ name }) => name)).toEqual(['wrong', 'cut', 'gone']);
    expect(await readdir(dir)).toEqual(['good.deb']);
  } finally {
    await rm(dir, { recursive: true });
  }
});
