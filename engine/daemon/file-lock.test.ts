import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFileLock } from './file-lock.ts';

let dir = '';
const { signal } = new AbortController();

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'berth-lock-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

test('one at a time, and nothing is left', async () => {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(5);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 6 }, () => withFileLock(path.join(dir, 'lock'), signal, work)));
  expect(most).toBe(1);
  expect(await readdir(dir)).toEqual([]);
});

test.each([
  ['a process that has ended', JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1', id: 'x' })],
  ['an id that another process has now', JSON.stringify({ pid: 1, startTime: '999999999999', id: 'x' })],
  ['nonsense', '{"pid": "'],
  ['nothing', ''],
])('a lock that names %s is taken over', async (_, content) => {
  const file = path.join(dir, 'lock');
  await writeFile(file, content);
  expect(await withFileLock(file, signal, () => Promise.resolve('done'))).toBe('done');
  expect(await readdir(dir)).toEqual([]);
});

test('it is given back when the work fails', async () => {
  const file = path.join(dir, 'lock');
  await expect(withFileLock(file, signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withFileLock(file, signal, () => Promise.resolve(1))).toBe(1);
});

test('waiting for it can be cancelled', async () => {
  const file = path.join(dir, 'lock');
  await withFileLock(file, signal, async () => {
    await expect(withFileLock(file, AbortSignal.timeout(20), () => Promise.resolve())).rejects.toThrow('abort');
  });
  expect(await readdir(dir)).toEqual([]);
});

test('several processes that find a leftover do not get in at once', async () => {
  const file = path.join(dir, 'lock');
  await writeFile(file, JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1', id: 'x' }));
  const module = fileURLToPath(new URL('file-lock.ts', import.meta.url));
  const script = `
    const { withFileLock } = await import(${JSON.stringify(module)});
    const { mkdirSync, rmdirSync } = await import('node:fs');
    const { setTimeout: sleep } = await import('node:timers/promises');
    for (let turn = 0; turn < 3; turn += 1) {
      await withFileLock(${JSON.stringify(file)}, new AbortController().signal, async () => {
        mkdirSync(${JSON.stringify(path.join(dir, 'inside'))});
        await sleep(2);
        rmdirSync(${JSON.stringify(path.join(dir, 'inside'))});
      });
    }`;
  const codes = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
      return (await once(child, 'exit')) as unknown[];
    }),
  );
  expect(codes.map(([code]) => code)).toEqual([0, 0, 0, 0]);
  expect(await readdir(dir)).toEqual([]);
});
