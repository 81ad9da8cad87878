import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limitRepeats, openLog } from './log.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bl-'));
});
// Retries: the log still writes its last entries.
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));

const read = async () => readFile(path.join(folder, 'service.log'), 'utf8').catch(() => '');
/** All entries, once the file has so many. */
async function readEntries(count: number): Promise<Record<string, unknown>[]> {
  await expect.poll(async () => (await read()).split('\n').length - 1).toBe(count);
  return (await read())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('an entry keeps its fields, without secrets and with long texts cut off', async () => {
  const { log } = openLog(folder);
  log.warn({ password: 'hunter2', host: 'x'.repeat(50_000), list: Array.from({ length: 500 }, () => 'y') }, 'refused');
  log.info('alone');
  const [first, second] = await readEntries(2);
  expect(first).toMatchObject({ msg: 'refused', password: '[secret]', level: 40 });
  expect(String(first?.['host'])).toMatch(/^x{2000}… \(48000 more\)$/);
  expect(first?.['list']).toHaveLength(20);
  expect(second).toMatchObject({ msg: 'alone' });
});

test('two thousand refusals leave a hundred entries; other sentences are still written', async () => {
  const { log } = openLog(folder);
  for (let count = 0; count < 2_000; count += 1) log.warn({ host: 'h'.repeat(16_000) }, 'refused a connection');
  log.warn('something else');
  const entries = await readEntries(101);
  expect(entries.at(-2)).toMatchObject({ isLastOfMinute: true });
  expect(entries.at(-1)).toMatchObject({ msg: 'something else' });
  expect((await stat(path.join(folder, 'service.log'))).size).toBeLessThan(300_000);
});

test('a new minute says how many entries the last one left out', () => {
  let nowMs = 0;
  const admit = limitRepeats(() => nowMs);
  for (let count = 0; count < 150; count += 1) admit('again');
  nowMs = 60_000;
  expect(admit('again')).toEqual({ leftOut: 50 });
  expect(admit('again')).toEqual({});
});

test('the file is rotated by size, one older file is kept, and both stay private', async () => {
  const { log } = openLog(folder);
  for (let count = 0; count < 6_000; count += 1) {
    log.warn({ host: 'h'.repeat(2_000) }, `sentence ${count}`);
    // So much that the file keeps up.
    if (count % 100 === 0) await sleep(1);
  }
  const files = async () => (await readdir(folder)).sort();
  await expect.poll(files, { timeout: 10_000 }).toEqual(['service.log', 'service.log.1']);
  for (const name of ['service.log', 'service.log.1']) {
    const { size, mode } = await stat(path.join(folder, name));
    expect(size).toBeLessThan(5 * 1024 * 1024);
    expect(mode & 0o777).toBe(0o600);
  }
});
