import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { connectToDocker, type DockerConnection } from './connect.ts';
import {
  createContainer,
  inspectContainer,
  listContainers,
  removeContainer,
  restartContainer,
  startContainer,
  stopContainer,
} from './containers.ts';
import { waitForExit } from './debug-container.ts';
import { apiPath } from './api-path.ts';
import { send } from './request.ts';
import { runDetached } from './exec.ts';
import { readNdjson } from './ndjson.ts';
import { atSocket } from '../test/at-socket.ts';

/** More than the 16 connections that short calls have together. */
const longCalls = 20;

let daemon: RealDaemon;
let connection: DockerConnection;
const signal = AbortSignal.timeout(110_000);

beforeAll(async () => {
  daemon = await startRealDaemon();
  connection = await connectToDocker(atSocket(daemon.socketPath), signal);
});

afterAll(async () => {
  connection?.[Symbol.dispose]();
  await daemon?.[Symbol.asyncDispose]();
});

/** As the first process of a container, `sleep` ignores SIGTERM: stopping it takes its whole stop timeout. */
async function startStubborn(count: number): Promise<string[]> {
  const starting = Array.from({ length: count }, () =>
    daemon.docker('run', '--detach', '--stop-timeout', '100', testImage, 'sleep', '1000'),
  );
  return Promise.all(starting);
}

/** Resolves when the daemon has sent SIGTERM to each of these containers. */
async function untilAsked(ids: readonly string[]): Promise<void> {
  const filters = JSON.stringify({ event: ['kill'] });
  const response = await send(connection.streams, {
    method: 'GET',
    path: apiPath`/events`,
    query: { since: '0', filters },
    signal,
  });
  const asked = new Set<string>();
  for await (const event of readNdjson(response)) {
    const { Actor } = event as { Actor: { ID: string } };
    asked.add(Actor.ID);
    if (ids.every((id) => asked.has(id))) break;
  }
}

test('twenty slow stops are sent side by side, and nothing short waits behind them', async () => {
  const ids = await startStubborn(longCalls);
  const other = await daemon.docker('run', '--detach', testImage, 'sleep', '1000');
  const settled: string[] = [];
  const stops = ids.map(async (id) => {
    await stopContainer(connection, id, signal);
    settled.push('stop');
  });
  const short = async (name: string, work: Promise<unknown>) => {
    await work;
    settled.push(name);
  };
  await untilAsked(ids);
  await Promise.all([
    short('list', listContainers(connection, null, signal)),
    short('inspect', inspectContainer(connection, other, signal)),
    short('exec', runDetached(connection, other, { command: ['true'], user: '', env: [] }, signal)),
  ]);
  // Verbs for other containers are long calls too: they do not wait for those under way.
  const image = { image: testImage, name: null, ports: [] };
  const made = await createContainer(connection, image, signal);
  const ended = waitForExit(connection, made, signal);
  await startContainer(connection, made, signal);
  await ended;
  await restartContainer(connection, made, signal);
  await removeContainer(connection, made, { force: true, volumes: true }, signal);
  expect(settled.toSorted()).toEqual(['exec', 'inspect', 'list']);
  await daemon.docker('kill', ...ids);
  await Promise.all(stops);
  expect(settled).toHaveLength(3 + longCalls);
});
