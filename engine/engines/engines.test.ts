import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DockerShell } from '../connections/docker-shell.ts';
import type { EngineRow } from '../contract/engines.ts';
import { BundledEngine } from '../daemon/bundled-engine.ts';
import { mirroredNouns } from '../nouns/nouns.ts';
import { Waiters } from '../platform/waiters.ts';
import { startCrowd } from '../test/crowd.ts';
import { FaultProxy } from '../test/fault-proxy.ts';
import { createSignInPlaces } from './engine-registries.ts';
import { Engines } from './engines.ts';

const log = pino({ level: 'silent' });

let dir: string;
let crowd: Awaited<ReturnType<typeof startCrowd>>;
let proxy: FaultProxy;
let driver: BundledEngine;
let engines: Engines;
let dockerShell: DockerShell;
let id: string;

function openEngines(idleMs: number): Engines {
  const env = { HOME: dir };
  return new Engines({
    driver,
    answers: new Waiters(),
    nouns: mirroredNouns,
    witness: { learn: () => undefined, adopt: () => undefined },
    signInPlaces: createSignInPlaces(env),
    paths: { dataDir: dir, cacheDir: dir, runDir: dir },
    dockerShell,
    env,
    log,
    idleMs,
  });
}

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'be-'));
  crowd = await startCrowd({
    socketPath: path.join(dir, 'crowd.sock'),
    containers: 5,
    images: 1,
    volumes: 0,
    networks: 0,
  });
  proxy = await FaultProxy.start(path.join(dir, 'proxy.sock'), crowd.socketPath);
  driver = new BundledEngine({ dataDir: dir, cacheDir: dir, runDir: dir, log });
  dockerShell = await DockerShell.open({ env: { HOME: dir }, bundled: driver.address, log });
  id = `socket:${proxy.socketPath}`;
  engines = openEngines(50);
});

afterEach(async () => {
  await engines[Symbol.asyncDispose]();
  dockerShell[Symbol.dispose]();
  await proxy[Symbol.asyncDispose]();
  await crowd[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

const rowOf = (engineId: string): EngineRow | undefined => engines.rows.rows.get(engineId)?.row;
const streams = () => proxy.openRequests().filter((request) => request === 'GET /events');

/** Opens and leaves a session of another engine: one that was left before it has closed by then. */
async function untilLaterSessionCloses(): Promise<void> {
  const later = `socket:${crowd.socketPath}`;
  (await engines.lease(later))[Symbol.dispose]();
  await expect.poll(() => rowOf(later)).toBeUndefined();
}

async function writeContext(name: string, host: string): Promise<void> {
  const folder = path.join(dir, '.docker/contexts/meta', createHash('sha256').update(name).digest('hex'));
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, 'meta.json'),
    JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker: { Host: host } } }),
  );
}

test('leases of one engine share a session, which closes once nobody has used it for a while', async () => {
  const one = await engines.lease(id);
  const other = await engines.lease(id);
  expect(other.session).toBe(one.session);
  await expect.poll(() => one.session.mirror.of('containers').freshness).toBe('live');
  expect(streams()).toHaveLength(1);
  one[Symbol.dispose]();
  one[Symbol.dispose]();
  const held = other.session.keepOpen();
  other[Symbol.dispose]();
  await untilLaterSessionCloses();
  expect(rowOf(id)?.status?.state).toBe('running');
  held[Symbol.dispose]();
  await expect.poll(() => rowOf(id)).toBeUndefined();
  await expect.poll(streams).toEqual([]);
});

test('a lease right after the close opens a new session that follows the engine', async () => {
  const first = await engines.lease(id);
  first[Symbol.dispose]();
  await expect.poll(() => rowOf(id)).toBeUndefined();
  using next = await engines.lease(id);
  expect(next.session).not.toBe(first.session);
  await expect.poll(() => next.session.mirror.of('containers').rows.size).toBe(5);
  await expect.poll(streams).toHaveLength(1);
});

test('a context that names the engine of Berth itself shares the session of that engine', async () => {
  await writeContext('mine', `unix://${driver.address.path}`);
  using mine = await engines.lease('context:mine');
  expect(mine.session.engine.id).toBe('bundled');
  expect([...engines.rows.rows.keys()]).toEqual(['bundled']);
  await engines.find();
  expect([...engines.rows.rows.keys()]).not.toContain('context:mine');
});

test('a row says how a shell reaches its engine, and follows the docker CLI’s settings', async () => {
  using _ = await engines.lease(id);
  const endpoint = `unix://${proxy.socketPath}`;
  expect(rowOf(id)?.shell).toEqual({ kind: 'host', endpoint });
  await writeContext('proxied', endpoint);
  await writeFile(path.join(dir, '.docker/config.json'), '{"currentContext":"proxied"}');
  await expect.poll(() => rowOf(id)?.shell).toEqual({ kind: 'default' });
});

test('a search lists contexts with what they answer, and drops those that are gone', async () => {
  await writeContext('crowd', `unix://${proxy.socketPath}`);
  await engines.find();
  expect(rowOf('context:crowd')).toMatchObject({ kind: 'context', found: { answers: true }, status: null });
  await proxy.refuse();
  await engines.find();
  expect(rowOf('context:crowd')?.found).toMatchObject({ answers: false, detail: expect.stringMatching(/.+/) });
  await rm(path.join(dir, '.docker'), { recursive: true });
  await engines.find();
  expect(rowOf('context:crowd')).toBeUndefined();
});

test('exactly one row is the first one, and an unknown engine is not put first', async () => {
  const first = () => [...engines.rows.rows.values()].filter(({ row }) => row.isFirst).map(({ row }) => row.id);
  expect(first()).toEqual(['bundled']);
  expect(await engines.putFirst(id)).toBe(id);
  expect(first()).toEqual([id]);
  await expect(engines.putFirst('context:nowhere')).rejects.toMatchObject({ code: 'not-found' });
  await expect(engines.lease('context:nowhere')).rejects.toMatchObject({ code: 'not-found' });
  expect(first()).toEqual([id]);
});

test('an address that Berth does not speak is refused, and never taken for its own engine', async () => {
  for (const wrong of ['socket:relative.sock', 'socket:'])
    await expect(engines.lease(wrong)).rejects.toMatchObject({ code: 'unsupported' });
  expect([...engines.rows.rows.values()].map(({ row }) => row.status)).toEqual([null]);
});

test('more engines than a computer has are refused', async () => {
  using stack = new DisposableStack();
  for (let count = 0; count < 32; count += 1)
    stack.use(await engines.lease(`socket:${path.join(dir, `none-${count}.sock`)}`));
  await expect(engines.lease(id)).rejects.toMatchObject({ code: 'rejected' });
});

test('the end closes all sessions, also one that is still opening, and refuses new leases', async () => {
  const opening = engines.lease(id).catch(() => null);
  await engines[Symbol.asyncDispose]();
  await opening;
  await expect.poll(streams).toEqual([]);
  await expect(engines.lease(id)).rejects.toMatchObject({ code: 'cancelled' });
});

test('what keeps a closed session open shares the next session of its engine', async () => {
  const first = await engines.lease(id);
  first[Symbol.dispose]();
  await expect.poll(() => rowOf(id)).toBeUndefined();
  using next = await engines.lease(id);
  await expect.poll(() => rowOf(id)?.status?.state).toBe('running');
  // As a job does that is begun again after its engine was left.
  const held = first.session.keepOpen();
  held[Symbol.dispose]();
  await untilLaterSessionCloses();
  expect(rowOf(id)?.status?.state).toBe('running');
  using again = await engines.lease(id);
  expect(again.session).toBe(next.session);
});

test('what keeps a closed session open follows its engine again, until it ends', async () => {
  const first = await engines.lease(id);
  first[Symbol.dispose]();
  await expect.poll(() => rowOf(id)).toBeUndefined();
  await expect.poll(streams).toEqual([]);
  const held = first.session.keepOpen();
  await expect.poll(() => rowOf(id)?.status?.state).toBe('running');
  await untilLaterSessionCloses();
  expect(streams()).toHaveLength(1);
  held[Symbol.dispose]();
  await expect.poll(() => rowOf(id)).toBeUndefined();
  await expect.poll(streams).toEqual([]);
});
