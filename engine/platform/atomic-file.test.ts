import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeFileAtomically } from './atomic-file.ts';

async function makeFolder(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-atomic-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return dir;
}

/** Texts of very different lengths, each of one letter. */
const textOf = (turn: number) => String.fromCharCode(97 + (turn % 26)).repeat(1 + ((turn * 7919) % 200_000));

test('of many writes to one path at once each succeeds, a reader sees one of them whole, and the last call wins', async () => {
  const dir = await makeFolder();
  const file = path.join(dir, 'settings.json');
  const other = path.join(dir, 'other.json');
  await writeFileAtomically(file, textOf(0));
  const texts = new Set(Array.from({ length: 40 }, (_, turn) => textOf(turn)));
  const done = new AbortController();
  const reading = (async () => {
    const torn: number[] = [];
    while (!done.signal.aborted) {
      const text = await readFile(file, 'utf8');
      if (!texts.has(text)) torn.push(text.length);
    }
    return torn;
  })();
  const finished: number[] = [];
  await Promise.all(
    Array.from({ length: 40 }, async (_, turn) => {
      await Promise.all([
        writeFileAtomically(turn % 2 === 0 ? file : path.join(dir, '.', 'settings.json'), textOf(turn)),
        writeFileAtomically(other, textOf(turn)),
      ]);
      finished.push(turn);
    }),
  ).finally(() => done.abort());
  expect(await reading).toEqual([]);
  expect(finished).toEqual(finished.toSorted((a, b) => a - b));
  expect(await readFile(file, 'utf8')).toBe(textOf(39));
  expect(await readFile(other, 'utf8')).toBe(textOf(39));
  expect((await readdir(dir)).toSorted()).toEqual(['other.json', 'settings.json']);
});

test('a write that fails leaves nothing behind, and does not keep the next one from being made', async () => {
  const dir = await makeFolder();
  const file = path.join(dir, 'settings.json');
  await mkdir(path.join(file, 'in-the-way'), { recursive: true });
  const failed = writeFileAtomically(file, 'first');
  const cleared = failed.catch(async () => rm(file, { recursive: true }));
  await expect(failed).rejects.toMatchObject({ code: 'EISDIR' });
  await cleared;
  expect(await readdir(dir)).toEqual([]);
  await writeFileAtomically(file, 'second', { mode: 0o640 });
  expect(await readFile(file, 'utf8')).toBe('second');
  expect((await stat(file)).mode & 0o777).toBe(0o640);
});

test('what a killed process had begun to write goes with the next write in its folder', async () => {
  const dir = await makeFolder();
  const left = async () => (await readdir(dir)).filter((name) => name.endsWith('.tmp'));
  const script = `import { writeFileAtomically } from ${JSON.stringify(import.meta.resolve('./atomic-file.ts'))};
    for (;;) await writeFileAtomically(${JSON.stringify(path.join(dir, 'journal.json'))}, 'x'.repeat(4e6));`;
  // A write may end between the look and the kill.
  for (let tries = 0; tries < 50 && (await left()).length === 0; tries += 1) {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (child.exitCode === null && (await left()).length === 0);
    child.kill('SIGKILL');
    await ended;
  }
  expect(await left()).toHaveLength(1);
  await writeFileAtomically(path.join(dir, 'settings.json'), '{}');
  expect(await left()).toEqual([]);
});
