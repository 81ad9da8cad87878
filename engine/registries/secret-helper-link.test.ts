import { mkdir, mkdtemp, readFile, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HelperLink } from './secret-helper-link.ts';

let home: string;
const name = 'docker-credential-berth';

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bhl-'));
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

const open = (helperDir = path.join(home, 'app')) =>
  new HelperLink({ HOME: home, BERTH_HELPER_DIR: helperDir, BERTH_LINK_DIR: path.join(home, '.local/bin') });
const linkFile = () => path.join(home, '.local/bin', name);

test('it is made with its folder, moves with the app, and goes', async () => {
  await open().install();
  expect(await readlink(linkFile())).toBe(path.join(home, 'app', name));
  await open(path.join(home, 'newer')).install();
  expect(await readlink(linkFile())).toBe(path.join(home, 'newer', name));
  // Another Berth's is not ours to take.
  await open().remove();
  expect(await readdir(path.dirname(linkFile()))).toEqual([name]);
  await open(path.join(home, 'newer')).remove();
  expect(await readdir(path.dirname(linkFile()))).toEqual([]);
  await open().remove();
});

test('what somebody else put there stays', async () => {
  await mkdir(path.dirname(linkFile()), { recursive: true });
  await writeFile(linkFile(), 'mine');
  await expect(open().install()).rejects.toMatchObject({ reason: 'file-not-writable', params: { path: linkFile() } });
  await open().remove();
  expect(await readFile(linkFile(), 'utf8')).toBe('mine');
  await rm(linkFile());
  await symlink('/usr/bin/env', linkFile());
  await expect(open().install()).rejects.toMatchObject({ reason: 'file-not-writable' });
  expect(await readlink(linkFile())).toBe('/usr/bin/env');
});

test('without a helper of Berth there is nothing to link to', async () => {
  const none = new HelperLink({ HOME: home, BERTH_LINK_DIR: path.join(home, '.local/bin') });
  await none.install();
  await none.remove();
  expect(await readdir(home)).toEqual([]);
});
