import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LogFacts } from '../../docker/logs.ts';
import { LogReader } from '../../test/log-reader.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../../test/real-daemon.ts';
import { atSocket } from '../../test/at-socket.ts';
import { startServiceClient } from '../../test/service-client.ts';
import { type FeedHandle, Feeds, type LogLimits } from './feeds.ts';
import { ScratchBytes } from '../index/scratch-bytes.ts';

const megabyte = 1024 * 1024;
/** Prints lines of a thousand characters, and one that differs. */
const lines = (count: number) => `head -c ${count}000 /dev/zero | tr '\\0' x | fold -w 1000; echo; echo the last one`;

let daemon: RealDaemon;
let dir: string;

beforeAll(async () => {
  daemon = await startRealDaemon();
});

afterAll(async () => {
  await daemon?.[Symbol.asyncDispose]();
});

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'berth-budgets-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** A container that has ended and whose log is readable only through the API. */
async function runToEnd(name: string, script: string): Promise<string> {
  const id = await daemon.docker(
    'run',
    '--detach',
    '--name',
    name,
    '--log-driver',
    'local',
    testImage,
    'sh',
    '-c',
    script,
  );
  await daemon.docker('wait', name);
  return id;
}

function openFeeds(limits: Partial<LogLimits>, onClosed: (files: readonly string[]) => void = () => undefined): Feeds {
  const all = { inMemory: false, logBytes: 1000 * megabyte, allBytes: 1000 * megabyte, ...limits };
  return new Feeds({ folder: dir, limits: all, scratch: new ScratchBytes(), onClosed });
}

const facts = (name: string): LogFacts => ({
  name,
  tty: false,
  running: false,
  hasStarted: true,
  driver: 'local',
  path: '',
});

/** All lines of a log that are not dropped. */
async function readWhole(feeds: Feeds, name: string, container: string): Promise<FeedHandle> {
  const handle = await feeds.acquire({ address: atSocket(daemon.socketPath), container, facts: facts(name) });
  await expect.poll(() => handle.feed.phase, { timeout: 20_000 }).toBe('ended');
  return handle;
}

const lastLine = ({ feed: { store } }: FeedHandle) => store.readWhole(store.endLine - 1);

async function filesOf(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
}

async function sizeOf(folder: string): Promise<number> {
  const sizes = await Promise.all((await filesOf(folder)).map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

test('a captured log beyond its budget drops its oldest lines and their files', async () => {
  const id = await runToEnd('long', lines(6000));
  const gone: string[] = [];
  const feeds = openFeeds({ logBytes: 2 * megabyte }, (files) => gone.push(...files));
  const log = await readWhole(feeds, 'long', id);
  const { store } = log.feed;
  expect(store.endLine - store.firstLine + store.droppedLines).toBe(6001);
  expect(store.sizeBytes).toBeLessThanOrEqual(2 * megabyte);
  expect(store.sizeBytes).toBeGreaterThan(1.5 * megabyte);
  expect(lastLine(log)).toBe('the last one');
  expect(store.readWhole(store.firstLine)).toBe('x'.repeat(1000));
  expect(await sizeOf(dir)).toBe(store.sizeBytes);
  for (const file of await filesOf(dir)) expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(gone.length).toBeGreaterThan(0);
  feeds.configure({ inMemory: false, logBytes: megabyte, allBytes: 1000 * megabyte });
  expect(store.sizeBytes).toBeLessThanOrEqual(megabyte);
  expect(lastLine(log)).toBe('the last one');
  await feeds[Symbol.asyncDispose]();
  expect(await filesOf(dir)).toEqual([]);
});

test('beyond the budget of all captured logs the largest one drops lines', async () => {
  const long = await runToEnd('longer', lines(4000));
  const short = await runToEnd('shorter', lines(500));
  const feeds = openFeeds({ allBytes: 2 * megabyte });
  const longLog = await readWhole(feeds, 'longer', long);
  const shortLog = await readWhole(feeds, 'shorter', short);
  expect(shortLog.feed.store.droppedLines).toBe(0);
  expect(shortLog.feed.store.endLine - shortLog.feed.store.firstLine).toBe(501);
  expect(await sizeOf(dir)).toBeLessThanOrEqual(2 * megabyte);
  expect(longLog.feed.store.sizeBytes).toBeGreaterThan(megabyte);
  expect(lastLine(longLog)).toBe('the last one');
  await feeds[Symbol.asyncDispose]();
});

test('memory-only logs write no file, and open logs stay where they are', async () => {
  const before = await runToEnd('before', lines(100));
  const after = await runToEnd('after', lines(100));
  const feeds = openFeeds({});
  await readWhole(feeds, 'before', before);
  const files = await filesOf(dir);
  expect(files).toHaveLength(1);
  feeds.configure({ inMemory: true, logBytes: 8 * megabyte, allBytes: 8 * megabyte });
  const log = await readWhole(feeds, 'after', after);
  expect(lastLine(log)).toBe('the last one');
  const again = await readWhole(feeds, 'before', before);
  expect(again.feed.store.endLine - again.feed.store.firstLine).toBe(101);
  expect(await filesOf(dir)).toEqual(files);
  await feeds[Symbol.asyncDispose]();
  expect(await filesOf(dir)).toEqual([]);
});

test('new limits apply at once to an open log', async () => {
  const id = await runToEnd('open', lines(20_000));
  await using service = await startServiceClient(daemon.socketPath);
  const { settings, logs } = service.client;
  await using reader = await LogReader.open(logs, [id]);
  await reader.untilEnded();
  expect(reader.state.endLine - reader.state.firstLine).toBe(20_001);
  await settings.change({ capturedLogMegabytes: 8 });
  await reader.until(({ endLine, firstLine }) => endLine - firstLine < 8500);
  expect(reader.state.numberOffset).toBe(20_001 - reader.state.endLine + 1);
  expect((await reader.texts()).at(-1)).toBe('the last one');
  await expect(settings.change({ capturedLogMegabytes: 7 })).rejects.toMatchObject({ code: 'invalid' });
  expect(await settings.read()).toMatchObject({ capturedLogMegabytes: 8, capturedLogsMegabytes: 4096 });
});
