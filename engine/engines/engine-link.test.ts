import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineStatus } from '../contract/engines.ts';
import { Mirror } from '../mirror/mirror.ts';
import { mirroredNouns } from '../nouns/nouns.ts';
import { Waiters } from '../platform/waiters.ts';
import { atSocket } from '../test/at-socket.ts';
import { startCrowd } from '../test/crowd.ts';
import { FaultProxy } from '../test/fault-proxy.ts';
import { EngineLink } from './engine-link.ts';
import { parseConnection } from '../connections/find-connections.ts';

const log = pino({ level: 'silent' });
let dir: string;
let crowd: Awaited<ReturnType<typeof startCrowd>>;
let proxy: FaultProxy;
let mirror: Mirror;
let link: EngineLink;
let answers: Waiters;
const changes = new Waiters();

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
  mirror = new Mirror(mirroredNouns, log);
  answers = new Waiters();
  link = new EngineLink({
    connection: await parseConnection(proxy.socketPath, {}),
    address: atSocket(proxy.socketPath),
    driver: null,
    follower: mirror,
    answers,
    onChange: () => changes.wake(),
    log,
  });
});

afterEach(async () => {
  await link[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await crowd[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

/** Waits for a status of which the claim holds. */
async function until(claim: (status: EngineStatus) => boolean): Promise<EngineStatus> {
  const signal = AbortSignal.timeout(10_000);
  while (!claim(link.status)) await changes.next(signal);
  return link.status;
}

const isRunning = ({ state }: EngineStatus) => state === 'running';

test('says running only once the engine has answered, and what it is', async () => {
  const status = await until(isRunning);
  expect(status.info).toMatchObject({ apiVersion: expect.stringMatching(/^1\.\d+$/) });
  expect(link.connected().info.version).toBe(status.info?.version);
});

test('tells those who wait for an engine when it begins to answer again', async () => {
  await until(isRunning);
  const answered = answers.next(AbortSignal.timeout(10_000));
  await proxy.refuse();
  await until(({ state }) => state === 'lost');
  expect(answers.size).toBe(1);
  await proxy.accept();
  await answered;
  expect(link.connected().info.version).not.toBe('');
});

test('a lost engine keeps its rows, says when it is tried again, and is found again by itself', async () => {
  await until(isRunning);
  await expect.poll(() => mirror.of('containers').freshness).toBe('live');
  await proxy.refuse();
  const lost = await until(({ state, retryAtMs }) => state === 'lost' && retryAtMs !== null);
  expect(lost.problem?.reason).toBe('unreachable');
  expect(lost.info).not.toBeNull();
  expect(mirror.of('containers').rows.size).toBe(50);
  expect(mirror.of('containers').freshness).toBe('stale');
  expect(() => link.connected()).toThrow(
    expect.objectContaining({ code: 'unreachable', reason: 'engine-unavailable' }),
  );
  await proxy.accept();
  const back = await until(isRunning);
  expect(back).toMatchObject({ problem: null, retryAtMs: null });
  await expect.poll(() => mirror.of('containers').freshness).toBe('live');
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

test('an engine of somebody else is not stopped', async () => {
  await until(isRunning);
  await expect(link.stop()).rejects.toMatchObject({ code: 'unsupported' });
});
