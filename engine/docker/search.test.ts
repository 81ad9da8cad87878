import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RealDaemon, startRealDaemon } from '../test/real-daemon.ts';
import { connectToDocker } from './connect.ts';
import { searchImages } from './search.ts';
import { atSocket } from '../test/at-socket.ts';

const { signal } = new AbortController();

let daemon: RealDaemon;

beforeAll(async () => {
  daemon = await startRealDaemon();
});

afterAll(async () => {
  await daemon?.[Symbol.asyncDispose]();
});

test('what a registry finds is told, in its order, with what it leaves out', async () => {
  const asked: string[] = [];
  // The index API of old, which dockerd still searches by: a term that begins with an address is sent there.
  const index = createServer((request, response) => {
    asked.push(request.url ?? '');
    const results = [
      { name: 'postgres', description: 'The database', star_count: 12_000, is_official: true, is_automated: false },
      { name: 'team/postgres', description: '', star_count: 0, is_official: false, is_trusted: false },
    ];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(request.url === '/v1/_ping' ? {} : { num_results: 2, query: 'postgres', results }));
  });
  index.listen(0, '127.0.0.1');
  await once(index, 'listening');
  try {
    using docker = await connectToDocker(atSocket(daemon.socketPath), signal);
    const { port } = index.address() as AddressInfo;
    expect(await searchImages(docker, `127.0.0.1:${port}/postgres`, signal)).toEqual([
      { name: 'postgres', description: 'The database', stars: 12_000, isOfficial: true },
      { name: 'team/postgres', description: '', stars: 0, isOfficial: false },
    ]);
    expect(asked.at(-1)).toBe('/v1/search?q=postgres&n=25');
  } finally {
    index.close();
    index.closeAllConnections();
  }
});

test('a search that cannot be made is told as a registry that is not reached', async () => {
  using docker = await connectToDocker(atSocket(daemon.socketPath), signal);
  await expect(searchImages(docker, '127.0.0.1:1/postgres', signal)).rejects.toMatchObject({
    code: 'unreachable',
    reason: 'registry-unreachable',
    params: { registry: 'docker.io' },
  });
});
