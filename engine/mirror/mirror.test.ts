import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Container } from '../contract/containers.ts';
import { connectToDocker } from '../docker/connect.ts';
import { createContainer, startContainer } from '../docker/containers.ts';
import { listImages } from '../docker/images.ts';
import { startCrowd } from '../test/crowd.ts';
import { FaultProxy } from '../test/fault-proxy.ts';
import { Collection } from './collection.ts';
import { ContainerSource } from './container-source.ts';
import { mirroredNouns } from '../nouns/nouns.ts';
import { Mirror } from './mirror.ts';
import { atSocket } from '../test/at-socket.ts';

let dir: string;
let crowd: Awaited<ReturnType<typeof startCrowd>>;
let proxy: FaultProxy;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'bm-'));
  crowd = await startCrowd({
    socketPath: path.join(dir, 'crowd.sock'),
    containers: 300,
    images: 20,
    volumes: 5,
    networks: 5,
  });
  proxy = await FaultProxy.start(path.join(dir, 'proxy.sock'), crowd.socketPath);
});

afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  await crowd[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

/** Follows the daemon behind the proxy; `end` stops and gives back why it ended. */
async function follow(mirror: Mirror) {
  const stop = new AbortController();
  const connection = await connectToDocker(atSocket(proxy.socketPath), stop.signal);
  const live = Promise.withResolvers<void>();
  const ended = mirror.follow(connection, () => live.resolve(), stop.signal).catch((error: unknown) => error);
  await Promise.race([live.promise, ended]);
  return {
    ended,
    async end() {
      stop.abort();
      connection[Symbol.dispose]();
      return ended;
    },
  };
}

async function until(claim: () => boolean): Promise<void> {
  for (let tries = 0; !claim(); tries += 1) {
    if (tries > 400) throw new Error('It did not come true within 4 s.');
    await sleep(10);
  }
}

const newMirror = () => new Mirror(mirroredNouns, pino({ level: 'silent' }));
const stateOf = (mirror: Mirror, id: string) => mirror.of('containers').rows.get(id)?.row.state;

test('reads every list once, then only what events name', async () => {
  const mirror = newMirror();
  const session = await follow(mirror);
  expect(mirror.of('containers').rows.size).toBe(300);
  expect(mirror.of('images').rows.size).toBe(20);
  expect(mirror.of('volumes').rows.size).toBe(5);
  expect(mirror.of('containers').freshness).toBe('live');
  const ids = [...mirror.of('containers').rows].filter(([, { row }]) => row.state === 'running').map(([id]) => id);
  const before = proxy.counts().requests['GET /containers/json'] ?? 0;
  const [first = ''] = ids;
  const changedMs = Date.now();
  crowd.change([first]);
  await until(() => stateOf(mirror, first) === 'exited');
  expect((proxy.counts().requests['GET /containers/json'] ?? 0) - before).toBeLessThanOrEqual(2);
  expect(mirror.of('containers').rows.get(first)?.row.sinceMs).toBeGreaterThanOrEqual(changedMs - 1_000);
  await session.end();
});

test('a burst of events is read in few requests', async () => {
  const mirror = newMirror();
  const session = await follow(mirror);
  const ids = [...mirror.of('containers').rows].filter(([, { row }]) => row.state === 'running').map(([id]) => id);
  const before = proxy.counts().requests['GET /containers/json'] ?? 0;
  for (const id of ids) crowd.change([id]);
  await until(() => ids.every((id) => stateOf(mirror, id) === 'exited'));
  expect((proxy.counts().requests['GET /containers/json'] ?? 0) - before).toBeLessThan(ids.length / 4);
  await session.end();
});

test('rows stay, stale, when the events are cut, and are true again afterwards', async () => {
  const mirror = newMirror();
  const session = await follow(mirror);
  const [id = ''] = [...mirror.of('containers').rows]
    .filter(([, { row }]) => row.state === 'running')
    .map(([key]) => key);
  proxy.cut();
  expect(await session.ended).toMatchObject({ code: 'unreachable' });
  expect(mirror.of('containers').freshness).toBe('stale');
  expect(mirror.of('containers').rows.size).toBe(300);
  crowd.change([id]);
  const again = await follow(mirror);
  expect(mirror.of('containers').freshness).toBe('live');
  expect(stateOf(mirror, id)).toBe('exited');
  await again.end();
});

test('a list that is cut in the middle fails, and changes nothing', async () => {
  const mirror = newMirror();
  proxy.setFaults({ kind: 'cut', path: /containers.json/, direction: 'down', afterBytes: 20_000 });
  const session = await follow(mirror);
  expect(await session.ended).toMatchObject({ code: 'unreachable' });
  expect(mirror.of('containers').rows.size).toBe(0);
  expect(mirror.of('containers').freshness).toBe('loading');
});

test('the exact moment of a start is known though the list that was read meanwhile does not have the container', async () => {
  const { signal } = new AbortController();
  const direct = await connectToDocker(atSocket(crowd.socketPath), signal);
  const connection = await connectToDocker(atSocket(proxy.socketPath), signal);
  const source = new ContainerSource(connection, new Collection<Container>(), pino({ level: 'silent' }));
  const lists = () => crowd.requests()['GET /containers/json'] ?? 0;
  const before = lists();
  proxy.setFaults({ kind: 'delay', path: /containers.json/, delayMs: 300 });
  const reading = source.readAll(signal);
  await until(() => lists() > before);
  const [image] = await listImages(direct, { withShared: false }, signal);
  const id = await createContainer(direct, { image: image?.id ?? '', name: 'newcomer', ports: [] }, signal);
  await startContainer(direct, id, signal);
  const atMs = Date.now() - 700_123;
  source.learn({ kind: 'container', action: 'start', id, atMs, attributes: {} });
  expect((await reading).map((row) => row.id)).not.toContain(id);
  expect(await source.readSome([id], signal)).toMatchObject([{ id, state: 'running', sinceMs: atMs }]);
  connection[Symbol.dispose]();
  direct[Symbol.dispose]();
});
