import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spawnCrowd, startCrowd } from './crowd.ts';
import { toStatusText } from './crowd/answers.ts';
import { toHumanDuration } from './crowd/clock-words.ts';
import { hostileTexts } from './crowd/hostile.ts';
import type { CrowdContainer } from './crowd/records.ts';
import { watchLeaks } from './leaks.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-crowd-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function ask(socketPath: string, path: string, method = 'GET', body = ''): Promise<IncomingMessage> {
  const call = request({ socketPath, path, method, agent: false });
  call.end(body);
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  return response;
}

async function askJson<T>(socketPath: string, path: string, method = 'GET', body = ''): Promise<T> {
  const chunks: Buffer[] = [];
  for await (const chunk of await ask(socketPath, path, method, body)) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as T;
}

interface Entry {
  Id: string;
  Names: string[];
  State: string;
  Status: string;
  Labels: Record<string, string>;
}

describe('the words of a duration', () => {
  test.each([
    [999, 'Less than a second'],
    [1000, '1 second'],
    [59_999, '59 seconds'],
    [60_000, 'About a minute'],
    [120_000, '2 minutes'],
    [59 * 60_000, '59 minutes'],
    [60 * 60_000, 'About an hour'],
    [89 * 60_000, 'About an hour'],
    [90 * 60_000, '2 hours'],
    [47 * 3_600_000, '47 hours'],
    [48 * 3_600_000, '2 days'],
    [13 * 86_400_000, '13 days'],
    [14 * 86_400_000, '2 weeks'],
    [60 * 86_400_000, '2 months'],
    [729 * 86_400_000, '24 months'],
    [730 * 86_400_000, '2 years'],
  ])('%i ms are %s', (durationMs, words) => {
    expect(toHumanDuration(durationMs)).toBe(words);
  });
});

describe('the words of a state', () => {
  const nowMs = 1_000_000_000;
  const base = {
    health: 'none',
    exitCode: 0,
    startedAtMs: nowMs - 180_000,
    finishedAtMs: nowMs - 5000,
  } as CrowdContainer;
  test.each([
    [{ state: 'running' }, 'Up 3 minutes'],
    [{ state: 'running', health: 'starting' }, 'Up 3 minutes (health: starting)'],
    [{ state: 'running', health: 'unhealthy' }, 'Up 3 minutes (unhealthy)'],
    [{ state: 'paused' }, 'Up 3 minutes (Paused)'],
    [{ state: 'restarting', exitCode: 1 }, 'Restarting (1) 5 seconds ago'],
    [{ state: 'exited', exitCode: 137 }, 'Exited (137) 5 seconds ago'],
    [{ state: 'created' }, 'Created'],
    [{ state: 'dead' }, 'Dead'],
  ] as [Partial<CrowdContainer>, string][])('%o', (change, words) => {
    expect(toStatusText({ ...base, ...change }, nowMs)).toBe(words);
  });
});

describe('a crowd', () => {
  test('has what was asked for, mixed as on a real machine', async () => {
    await using crowd = await startCrowd({ socketPath: join(folder, 's'), containers: 500, images: 300 });
    const all = await askJson<Entry[]>(crowd.socketPath, '/v1.45/containers/json?all=1');
    const running = await askJson<Entry[]>(crowd.socketPath, '/containers/json');
    expect(all).toHaveLength(500);
    expect(new Set(all.map(({ Names }) => Names[0])).size).toBe(500);
    expect(running.length).toBeGreaterThan(200);
    expect(running.length).toBeLessThan(450);
    const projects = new Set(all.map(({ Labels }) => Labels['com.docker.compose.project']));
    expect(projects.size).toBeGreaterThan(30);
    expect(await askJson<unknown[]>(crowd.socketPath, '/images/json')).toHaveLength(300);
    const volumes = await askJson<{ Volumes: unknown[] }>(crowd.socketPath, '/volumes');
    expect(volumes.Volumes).toHaveLength(200);
  });

  test('finds by id and label, inspects, and knows what is not there', async () => {
    await using crowd = await startCrowd({ socketPath: join(folder, 's'), containers: 50, images: 5 });
    const [first = '', second = ''] = crowd.ids();
    const filters = encodeURIComponent(JSON.stringify({ id: { [first]: true, [second]: true } }));
    const two = await askJson<Entry[]>(crowd.socketPath, `/v1.41/containers/json?all=true&filters=${filters}`);
    expect(two.map(({ Id }) => Id).sort()).toEqual([first, second].sort());
    const record = await askJson<{ Id: string; State: { Status: string } }>(
      crowd.socketPath,
      `/containers/${first}/json`,
    );
    expect(record.Id).toBe(first);
    expect((await ask(crowd.socketPath, '/containers/nothing/json')).statusCode).toBe(404);
    const ping = await ask(crowd.socketPath, '/_ping');
    expect(ping.headers['api-version']).toBe('1.45');
    expect((await ask(crowd.socketPath, '/v1.99/_ping')).statusCode).toBe(400);
    expect(crowd.requests()).toMatchObject({ 'GET /containers/{id}/json': 2, 'GET /_ping': 1 });
  });

  test('tells what changes, only to whom it concerns', async () => {
    await using crowd = await startCrowd({ socketPath: join(folder, 's'), containers: 20, images: 5 });
    const only = encodeURIComponent('{"type":["container"],"event":["start","die"]}');
    const response = await ask(crowd.socketPath, `/v1.45/events?filters=${only}`);
    const lines = createInterface({ input: response })[Symbol.asyncIterator]();
    const before = await askJson<Entry[]>(crowd.socketPath, '/containers/json?all=1');
    const running = before.find(({ State }) => State === 'running');
    const ended = before.find(({ State }) => State === 'exited');
    crowd.change([running?.Id ?? '', ended?.Id ?? '']);
    const first = JSON.parse((await lines.next()).value as string) as { Action: string; Actor: { ID: string } };
    const second = JSON.parse((await lines.next()).value as string) as { Action: string; timeNano: number };
    expect([first.Action, first.Actor.ID, second.Action]).toEqual(['die', running?.Id, 'start']);
    expect(Math.abs(second.timeNano / 1e6 - Date.now())).toBeLessThan(60_000);
    response.destroy();
  });

  test('starts, stops, restarts, removes, and answers as the daemon does', async () => {
    await using crowd = await startCrowd({ socketPath: join(folder, 's'), containers: 20, images: 5 });
    const entries = await askJson<Entry[]>(crowd.socketPath, '/containers/json?all=1');
    const id = entries.find(({ State }) => State === 'running')?.Id ?? '';
    const post = async (path: string): Promise<number | undefined> =>
      (await ask(crowd.socketPath, path, 'POST')).statusCode;
    expect(await post(`/containers/${id}/start`)).toBe(304);
    expect((await ask(crowd.socketPath, `/containers/${id}`, 'DELETE')).statusCode).toBe(409);
    expect(await post(`/containers/${id}/stop`)).toBe(204);
    expect(await post(`/containers/${id}/stop`)).toBe(304);
    expect(await post(`/containers/${id}/restart`)).toBe(204);
    expect((await ask(crowd.socketPath, `/containers/${id}?force=1`, 'DELETE')).statusCode).toBe(204);
    expect((await ask(crowd.socketPath, `/containers/${id}/json`)).statusCode).toBe(404);
  });

  test('carries hostile names when asked to', async () => {
    await using crowd = await startCrowd({ socketPath: join(folder, 's'), containers: 3, images: 3, hostile: true });
    const entries = await askJson<Entry[]>(crowd.socketPath, '/containers/json?all=1');
    const names = entries.map(({ Names }) => Names[0]?.slice(1));
    expect(names).toEqual(expect.arrayContaining([...hostileTexts]));
  });

  test('leaves nothing open, neither here nor as a child', async () => {
    const watch = watchLeaks();
    {
      await using crowd = await spawnCrowd({ socketPath: join(folder, 'child'), containers: 5, images: 5 });
      const ids = await crowd.ids();
      await crowd.change(ids);
      expect(ids).toHaveLength(5);
      await ask(crowd.socketPath, '/_ping');
      expect(await crowd.requests()).toEqual({ 'GET /_ping': 1 });
      await using inside = await startCrowd({ socketPath: join(folder, 'inside'), containers: 5, images: 5 });
      const response = await ask(inside.socketPath, '/events');
      expect(inside.eventStreams()).toBe(1);
      response.destroy();
    }
    expect(await watch.leaks()).toEqual([]);
  });
});
