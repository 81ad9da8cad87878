import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineStatus } from '../contract/engine.ts';
import { BundledEngine } from '../daemon/bundled-engine.ts';
import { Mirror } from '../mirror/mirror.ts';
import { startCrowd } from '../test/crowd.ts';
import { FaultProxy } from '../test/fault-proxy.ts';
import { DockerShell } from './docker-shell.ts';
import { EngineLink } from './engine-link.ts';
import { parseConnection } from './find-connections.ts';

const log = pino({ level: 'silent' });
let dir: string;
let crowd: Awaited<ReturnType<typeof startCrowd>>;
let proxy: FaultProxy;
let mirror: Mirror;
let link: EngineLink;
let dockerShell: DockerShell;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'bl-'));
  crowd = await startCrowd({
    socketPath: path.join(dir, 'crowd.sock'),
    containers: 50,
    images: 5,
    volumes: 1,
    networks: 1,
  });
  proxy = await FaultProxy.start(path.join(dir, 'proxy.sock'), crowd.socketPath);
  mirror = new Mirror(log);
  const bundled = new BundledEngine({ dataDir: dir, cacheDir: dir, runDir: dir, log });
  dockerShell = await DockerShell.open({ env: { HOME: dir }, bundled: bundled.address, log });
  link = new EngineLink({
    bundled,
    follower: mirror,
    dockerShell,
    log,
    connection: await parseConnection(proxy.socketPath, {}),
  });
});

afterEach(async () => {
  await link[Symbol.asyncDispose]();
  dockerShell[Symbol.dispose]();
  await proxy[Symbol.asyncDispose]();
  await crowd[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

/** Waits for a status of which the claim holds. */
async function until(claim: (status: EngineStatus) => boolean): Promise<EngineStatus> {
  const signal = AbortSignal.timeout(10_000);
  let seen = await link.changes({ epoch: '', seq: 0 }, signal);
  while (!claim(seen.status)) seen = await link.changes(seen, signal);
  return seen.status;
}

const isRunning = ({ state }: EngineStatus) => state === 'running';

test('says running only once the engine has answered, and what it is', async () => {
  const status = await until(isRunning);
  expect(status.info).toMatchObject({ apiVersion: expect.stringMatching(/^1\.\d+$/) });
  expect(link.connected().info.version).toBe(status.info?.version);
});

test('says how a shell reaches the engine, and follows the docker CLI’s settings', async () => {
  const endpoint = `unix://${proxy.socketPath}`;
  expect((await until(isRunning)).shell).toEqual({ kind: 'host', endpoint });
  const folder = path.join(dir, '.docker');
  await mkdir(path.join(folder, 'contexts/meta/any'), { recursive: true });
  const meta = { Name: 'proxied', Metadata: {}, Endpoints: { docker: { Host: endpoint } } };
  await writeFile(path.join(folder, 'contexts/meta/any/meta.json'), JSON.stringify(meta));
  await writeFile(path.join(folder, 'config.json'), '{"currentContext":"proxied"}');
  await until(({ shell }) => shell.kind === 'default');
});

test('tells those who wait for an engine when it begins to answer again', async () => {
  await until(isRunning);
  const answered = link.answers.next(AbortSignal.timeout(10_000));
  await proxy.refuse();
  await until(({ state }) => state === 'lost');
  expect(link.answers.size).toBe(1);
  await proxy.accept();
  await answered;
  expect(link.connected().info.version).not.toBe('');
});

test('a lost engine keeps its rows, says when it is tried again, and is found again by itself', async () => {
  await until(isRunning);
  await expect.poll(() => mirror.containers.freshness).toBe('live');
  await proxy.refuse();
  const lost = await until(({ state, retryAtMs }) => state === 'lost' && retryAtMs !== null);
  expect(lost.problem?.reason).toBe('unreachable');
  expect(lost.info).not.toBeNull();
  expect(mirror.containers.rows.size).toBe(50);
  expect(mirror.containers.freshness).toBe('stale');
  expect(() => link.connected()).toThrow(
    expect.objectContaining({ code: 'unreachable', reason: 'engine-unavailable' }),
  );
  await proxy.accept();
  const back = await until(isRunning);
  expect(back).toMatchObject({ problem: null, retryAtMs: null });
  await expect.poll(() => mirror.containers.freshness).toBe('live');
});

test('an engine that answers with garbage is told in its own words', async () => {
  await until(isRunning);
  proxy.setFaults({ kind: 'answer', status: 500, body: '{"message":"the disk is on fire"}' });
  proxy.cut();
  const lost = await until(({ state, problem }) => state === 'lost' && problem?.detail === 'the disk is on fire');
  expect(lost.problem?.reason).toBe('rejected');
  proxy.setFaults();
  await until(isRunning);
});

test('turning to another engine empties the lists and fills them from there', async () => {
  await until(isRunning);
  await expect.poll(() => mirror.containers.rows.size).toBe(50);
  await using other = await startCrowd({
    socketPath: path.join(dir, 'other.sock'),
    containers: 7,
    images: 1,
    volumes: 0,
    networks: 0,
  });
  await link.use(await parseConnection(other.socketPath, {}));
  await until((status) => isRunning(status) && status.connection.endpoint.endsWith('other.sock'));
  await expect.poll(() => mirror.containers.rows.size).toBe(7);
});

test('an engine of somebody else is not stopped', async () => {
  await until(isRunning);
  await expect(link.stop()).rejects.toMatchObject({ code: 'unsupported' });
  expect(link.hasUsedBundled).toBe(false);
});
