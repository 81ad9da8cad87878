import fsPromises from 'node:fs/promises';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectToDocker, type DockerConnection } from '../../docker/connect.ts';
import { listContainers } from '../../docker/containers.ts';
import type { DockerEvent } from '../../docker/events.ts';
import { startCrowd } from '../../test/crowd.ts';
import type { KeptLimits } from './history-limits.ts';
import { LogHistory } from './log-history.ts';
import { atSocket } from '../../test/at-socket.ts';

vi.mock(import('node:fs/promises'), { spy: true });

let dir: string;
let crowd: Awaited<ReturnType<typeof startCrowd>>;
let connection: DockerConnection;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'blh-'));
  crowd = await startCrowd({ socketPath: path.join(dir, 'crowd.sock'), containers: 150, images: 5 });
  connection = await connectToDocker(atSocket(crowd.socketPath), new AbortController().signal);
});

afterEach(async () => {
  connection[Symbol.dispose]();
  await crowd[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

interface HistorySettings {
  readonly isOwn?: boolean;
  readonly limits?: Partial<KeptLimits>;
}

function open({ isOwn = false, limits = {} }: HistorySettings = {}): LogHistory {
  return new LogHistory({
    folder: path.join(dir, 'history'),
    containersDir: path.join(dir, 'containers'),
    keptDir: path.join(dir, 'kept'),
    isOwnEngine: () => isOwn,
    hasPages: () => true,
    limits: () => ({ ofRemoved: true, files: true, allBytes: 1e9, ...limits }),
    keepCaptured: async () => false,
    log: pino({ level: 'silent' }),
  });
}

const idOf = (place: number) => place.toString(16).padStart(64, '0');

const happened = (action: string, id: string, atMs = 1): DockerEvent => ({
  kind: 'container',
  action,
  id,
  atMs,
  attributes: { name: `name-${id}`, exitCode: '0' },
});

const foldersIn = async (name: string) => (await readdir(path.join(dir, name)).catch((): string[] => [])).toSorted();

async function capturedFiles(): Promise<string[]> {
  const all = await readdir(path.join(dir, 'history'), { recursive: true });
  return all.filter((name) => name.endsWith('-captured.log'));
}

test('the size of a kept log is read once, however many containers are removed together', async () => {
  const history = open({ isOwn: true });
  const ids = Array.from({ length: 300 }, (_, place) => idOf(place));
  for (const id of ids) {
    await mkdir(path.join(dir, 'containers', id), { recursive: true });
    await writeFile(path.join(dir, 'containers', id, `${id}-json.log`), `${id}\n`);
    history.learn(happened('start', id), connection);
  }
  await history.settled();
  expect(await foldersIn('kept')).toEqual(ids);
  const stat = vi.mocked(fsPromises.stat);
  stat.mockClear();
  for (const [place, id] of ids.entries()) history.learn(happened('destroy', id, place), connection);
  await history.settled();
  expect(stat.mock.calls.length).toBeLessThan(ids.length * 20);
  expect(await foldersIn('kept')).toEqual(ids.slice(-200));
  expect(await foldersIn('history')).toEqual(ids.slice(-200));
});

test('beyond the budget the oldest kept logs are removed, also those of an earlier service', async () => {
  const ids = Array.from({ length: 6 }, (_, place) => idOf(place));
  for (const [place, id] of ids.entries()) {
    const history = open({ isOwn: true, limits: { allBytes: 250 } });
    await mkdir(path.join(dir, 'containers', id), { recursive: true });
    await writeFile(path.join(dir, 'containers', id, `${id}-json.log`), 'x'.repeat(100));
    for (const action of ['start', 'destroy']) history.learn(happened(action, id, place), connection);
    await history.settled();
  }
  expect(await foldersIn('kept')).toEqual(ids.slice(-2));
});

test("a container older than Berth's connection leaves no more files than others", async () => {
  const history = open({ limits: { files: false } });
  const ids = Array.from({ length: 250 }, (_, place) => idOf(place));
  for (const [place, id] of ids.entries())
    for (const action of ['oom', 'die', 'destroy']) history.learn(happened(action, id, place), connection);
  await history.settled();
  expect(await foldersIn('history')).toEqual(ids.slice(-200));
});

test('captured lines are kept of the last 50 ended containers, also across services', async () => {
  const ended = (await endAll()).slice(0, 120);
  for (const part of [ended.slice(0, 60), ended.slice(60)]) {
    const history = open();
    for (const id of part) history.learn(happened('die', id), connection);
    await history.settled();
  }
  const captured = (await capturedFiles()).map((name) => path.dirname(name));
  expect(captured.toSorted()).toEqual(ended.slice(-50).toSorted());
});

test('captured lines count in the budget', async () => {
  const ended = (await endAll()).slice(0, 20);
  const history = open({ limits: { allBytes: 5_000 } });
  for (const id of ended) history.learn(happened('die', id), connection);
  await history.settled();
  const sizes = await Promise.all(
    (await capturedFiles()).map((name) => fsPromises.stat(path.join(dir, 'history', name))),
  );
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(5_000);
});

test('a restarting container is captured once a minute, an ended one at once', async () => {
  const history = open();
  const [id = ''] = await endAll();
  crowd.change([id]);
  const end = async () => {
    history.learn(happened('die', id), connection);
    await history.settled();
    const [name = ''] = await capturedFiles();
    return (await fsPromises.stat(path.join(dir, 'history', name))).ino;
  };
  const first = await end();
  expect([await end(), await end()]).toEqual([first, first]);
  crowd.change([id]);
  expect(await end()).not.toBe(first);
});

test('notes of engines that are not in use have a bound', async () => {
  const history = open({ limits: { files: false } });
  const ids = Array.from({ length: 1_100 }, (_, place) => idOf(place));
  for (const [place, id] of ids.entries()) history.learn(happened('create', id, place), connection);
  await history.settled();
  const other = await startCrowd({ socketPath: path.join(dir, 'other.sock'), containers: 1 });
  using elsewhere = await connectToDocker(atSocket(other.socketPath), new AbortController().signal);
  history.adopt([], elsewhere);
  await history.settled();
  expect(await foldersIn('history')).toEqual(ids.slice(-1_000));
  await other[Symbol.asyncDispose]();
});

/** Ends all that run; the ids of those that have ended. */
async function endAll(): Promise<string[]> {
  const idsIn = async (state: string) =>
    (await listContainers(connection, null, AbortSignal.timeout(5_000))).flatMap(({ container }) =>
      container.state === state ? [container.id] : [],
    );
  crowd.change(await idsIn('running'));
  return idsIn('exited');
}
