import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boundEngineLog, openEngineLog, pickFailure, readFailure, readLogEnd, sizeOf } from './engine-log.ts';

let dir = '';
let file = '';
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'berth-log-'));
  file = path.join(dir, 'engine.log');
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

test('the end is read from whole lines on', async () => {
  await writeFile(file, 'one\ntwo\nthree\n');
  expect(await readLogEnd(file, 100)).toBe('one\ntwo\nthree\n');
  expect(await readLogEnd(file, 9)).toBe('three\n');
  expect(await readLogEnd(file, 100, 4)).toBe('two\nthree\n');
  expect(await readLogEnd(file, 100, 999)).toBe('');
  expect(await readLogEnd(path.join(dir, 'none'), 100)).toBe('');
});

test('a failure is told without what went well', async () => {
  const text =
    'time="x" level=info msg="Starting up"\ntime="x" level=error msg="no"\nfailed to start daemon: because\n';
  expect(pickFailure(text)).toBe('time="x" level=error msg="no"\nfailed to start daemon: because');
  await writeFile(file, 'time="x" level=info msg="Starting up"\n');
  expect(await readFailure(file)).toContain('Starting up');
});

test('a log that has grown long begins anew, also under the one who writes it', async () => {
  await writeFile(file, 'x'.repeat(9 * 1024 * 1024));
  const log = await openEngineLog(file);
  try {
    expect(await sizeOf(file)).toBe(0);
    expect((await stat(`${file}.old`)).size).toBe(9 * 1024 * 1024);
    await log.write('y'.repeat(17 * 1024 * 1024));
    await boundEngineLog(file);
    await log.write('after\n');
    expect(await readLogEnd(file, 100)).toBe('after\n');
  } finally {
    await log.close();
  }
});
