import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KeptFiles } from './kept-files.ts';

const id = 'a'.repeat(64);
const base = `${id}-json.log`;

let dir: string;
let containerDir: string;
let kept: KeptFiles;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'berth-kept-'));
  containerDir = path.join(dir, 'containers', id);
  await mkdir(containerDir, { recursive: true });
  kept = new KeptFiles({
    containersDir: path.join(dir, 'containers'),
    keptDir: path.join(dir, 'kept'),
    folder: path.join(dir, 'history'),
  });
});

afterEach(() => rm(dir, { recursive: true, force: true }));

test('all files of a log are linked and nothing else, also later ones', async () => {
  await writeFile(path.join(containerDir, base), 'one\n');
  await writeFile(path.join(containerDir, 'config.v2.json'), '{}');
  await kept.keep(id);
  await writeFile(path.join(containerDir, `${base}.1`), 'before\n');
  await kept.keep(id);
  await rm(containerDir, { recursive: true });
  expect(await keptNames()).toEqual([base, `${base}.1`]);
  expect(await kept.sizeOf(id)).toBe(11);
});

test('earlier links stay when files disappear during linking', async () => {
  await writeFile(path.join(containerDir, base), 'one\n');
  await kept.keep(id);
  // A folder cannot have a second name (link(2), EPERM): linking stops between two files, as when
  // dockerd removes one.
  await mkdir(path.join(containerDir, `${base}.1`));
  await kept.keep(id);
  await rm(containerDir, { recursive: true });
  await kept.keep(id);
  expect(await readFile((await kept.pathOf(id)) ?? '', 'utf8')).toBe('one\n');
  expect(await readdir(path.join(dir, 'kept'))).toEqual([id]);
});

test('removing a kept log leaves no file', async () => {
  await writeFile(path.join(containerDir, base), 'one\n');
  await kept.keep(id);
  await kept.remove(id);
  expect(await kept.pathOf(id)).toBeNull();
  expect(await readdir(path.join(dir, 'kept'))).toEqual([]);
});

async function keptNames(): Promise<string[]> {
  const file = await kept.pathOf(id);
  return file === null ? [] : (await readdir(path.dirname(file))).sort();
}

test('a captured log is found and measured where no files are linked', async () => {
  expect(await kept.pathOf(id)).toBeNull();
  const captured = path.join(dir, 'history', id, `${id}-captured.log`);
  await mkdir(path.dirname(captured), { recursive: true });
  await writeFile(captured, 'one\n');
  expect(await kept.pathOf(id)).toBe(captured);
  expect(await kept.sizeOf(id)).toBe(4);
});
