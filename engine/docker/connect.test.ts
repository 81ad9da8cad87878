import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { atSocket } from '../test/at-socket.ts';
import { startCrowd } from '../test/crowd.ts';
import { FaultProxy } from '../test/fault-proxy.ts';
import { compareApiVersions, connectToDocker, negotiateApi, newestApi } from './connect.ts';
import { listContainers } from './containers.ts';

test('compares versions as numbers', () => {
  expect(compareApiVersions('1.9', '1.41')).toBeLessThan(0);
  expect(compareApiVersions('2.0', '1.51')).toBeGreaterThan(0);
  expect(compareApiVersions('1.41', '1.41')).toBe(0);
});

test.each([
  ['1.41', '1.12', '1.41'],
  ['1.45', '1.24', '1.45'],
  ['1.99', '1.44', newestApi],
  ['1.99', '1.60', '1.99'],
])('with a daemon of %s (oldest %s) it speaks %s', (newest, oldest, spoken) => {
  expect(negotiateApi(newest, oldest)).toBe(spoken);
});

test('refuses a daemon that is too old', () => {
  expect(() => negotiateApi('1.40', '1.12')).toThrow(
    expect.objectContaining({ code: 'unsupported', reason: 'api-too-old' }),
  );
});

async function makeFolder(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'connect-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return dir;
}

test.each(['tcp://127.0.0.1:1', 'ssh://nobody@127.0.0.1', 'unix:///nowhere.sock', 'what is this?'])(
  'connects to the address that it is given, also where DOCKER_HOST is %s',
  async (host) => {
    const dir = await makeFolder();
    await using crowd = await startCrowd({ socketPath: path.join(dir, 's'), containers: 3, images: 1 });
    vi.stubEnv('DOCKER_HOST', host);
    onTestFinished(() => void vi.unstubAllEnvs());
    using connection = await connectToDocker(atSocket(crowd.socketPath), AbortSignal.timeout(10_000));
    expect(await listContainers(connection, null, AbortSignal.timeout(10_000))).toHaveLength(3);
    expect(process.env['DOCKER_HOST']).toBe(host);
  },
);

test('short calls share the connections of the greeting', async () => {
  const dir = await makeFolder();
  await using crowd = await startCrowd({ socketPath: path.join(dir, 's'), containers: 3, images: 1 });
  await using proxy = await FaultProxy.start(path.join(dir, 'p'), crowd.socketPath);
  const { signal } = new AbortController();
  using connection = await connectToDocker(atSocket(proxy.socketPath), signal);
  const { connections } = proxy.counts();
  expect(connections).toBeLessThanOrEqual(2);
  for (let turn = 0; turn < 20; turn += 1) await listContainers(connection, null, signal);
  expect(proxy.counts().connections).toBe(connections);
});

test('a hello that is never answered ends by its signal and leaves no connection', async () => {
  const dir = await makeFolder();
  const clients: Socket[] = [];
  const server = createServer((client) => clients.push(client.resume())).listen(path.join(dir, 's'));
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const stop = new AbortController();
  const connecting = connectToDocker(atSocket(path.join(dir, 's')), stop.signal);
  await expect.poll(() => clients).toHaveLength(2);
  const closed = clients.map((client) => once(client, 'close'));
  stop.abort();
  await expect(connecting).rejects.toMatchObject({ code: 'cancelled' });
  await Promise.all(closed);
});
