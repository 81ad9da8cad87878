import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { toAddressKey } from '../../docker/address.ts';
import { type About, ContainerNotes } from './container-notes.ts';

const log = pino({ level: 'silent' });
const id = 'a'.repeat(64);
const about: About = {
  name: 'web',
  project: null,
  service: null,
  removedMs: null,
  isOwn: false,
  engine: '',
  toldMs: 1,
  capturedMs: null,
};

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'berth-records-'));
  onTestFinished(() => rm(dir, { recursive: true }));
});

test('a container that restarts forever keeps its newest events in order', async () => {
  const records = new ContainerNotes(dir, log);
  await records.set(id, about);
  const file = path.join(dir, id, 'events.ndjson');
  let largestBytes = 0;
  for (let turn = 0; turn < 5_000; turn += 1) {
    await records.append(id, { ms: turn, kind: turn % 2 === 0 ? 'started' : 'stopped', exitCode: 1 });
    if (turn % 500 === 499) largestBytes = Math.max(largestBytes, (await stat(file)).size);
  }
  expect(largestBytes).toBeLessThan(140_000);
  const events = await records.events(id);
  expect(events.length).toBeGreaterThan(1_000);
  expect(events.map(({ ms }) => ms)).toEqual(events.map((_, place) => 5_000 - events.length + place));
  expect(await readdir(path.join(dir, id))).toEqual(['about.json', 'events.ndjson']);
});

test('a folder without a readable note is removed', async () => {
  await new ContainerNotes(dir, log).set(id, about);
  for (const [unknown, text] of [
    ['b'.repeat(64), null],
    ['c'.repeat(64), '{"name": "torn'],
  ] as const) {
    await mkdir(path.join(dir, unknown));
    await writeFile(path.join(dir, unknown, 'events.ndjson'), '');
    if (text !== null) await writeFile(path.join(dir, unknown, 'about.json'), text);
  }
  await mkdir(path.join(dir, 'not-an-id'));
  expect(await new ContainerNotes(dir, log).all()).toEqual([{ id, about }]);
  expect((await readdir(dir)).toSorted()).toEqual([id, 'not-an-id'].toSorted());
});

test('a note with the socket path of its engine gets the address key', async () => {
  await new ContainerNotes(dir, log).set(id, { ...about, engine: '/run/a.sock' });
  const known = await new ContainerNotes(dir, log).get(id);
  expect(known?.engine).toBe(toAddressKey({ kind: 'unix', path: '/run/a.sock' }));
});
