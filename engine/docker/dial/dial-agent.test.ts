import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duplex } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { EngineError } from '../../platform/engine-error.ts';
import { atSocket } from '../../test/at-socket.ts';
import { DialAgent } from './dial-agent.ts';
import { dial } from './dial.ts';

type Answer = (call: IncomingMessage, response: ServerResponse) => void;

/** Starts a server that counts its connections. */
async function listen(answer: Answer) {
  const dir = await mkdtemp(path.join(tmpdir(), 'agent-'));
  const server = createServer(answer);
  const file = path.join(dir, 's');
  server.listen(file);
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await rm(dir, { recursive: true });
  });
  const counts = { open: 0, most: 0 };
  server.on('connection', (socket) => {
    counts.open += 1;
    counts.most = Math.max(counts.most, counts.open);
    socket.on('close', () => {
      counts.open -= 1;
    });
  });
  return { dial: (signal: AbortSignal) => dial(atSocket(file), signal), counts };
}

async function get(agent: Agent, signal?: AbortSignal): Promise<string> {
  const call = request({ agent, path: '/x', ...(signal === undefined ? {} : { signal }) });
  call.end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}

const echo: Answer = (_, response) => response.end('ok');

/** A dial that ends by its signal alone. */
const neverDone = (signal: AbortSignal) =>
  new Promise<Duplex>((_, reject) => {
    signal.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.')), { once: true });
  });

test('requests one after the other share one connection', async () => {
  const server = await listen(echo);
  let dials = 0;
  const counted = (signal: AbortSignal) => {
    dials += 1;
    return server.dial(signal);
  };
  const agent = new DialAgent({ dial: counted, keepAlive: true, maxRequests: 16 });
  for (let turn = 0; turn < 20; turn += 1) expect(await get(agent)).toBe('ok');
  expect(dials).toBe(1);
  const apart = new DialAgent({ dial: counted, keepAlive: false, maxRequests: Infinity });
  for (let turn = 0; turn < 20; turn += 1) expect(await get(apart)).toBe('ok');
  expect(dials).toBe(21);
  agent.destroy();
  apart.destroy();
  await expect.poll(() => server.counts.open).toBe(0);
});

test('a burst of requests is answered over 16 connections at most, of which four are kept', async () => {
  const server = await listen((_, response) => setImmediate(() => response.end('ok')));
  const agent = new DialAgent({ dial: server.dial, keepAlive: true, maxRequests: 16 });
  const answers = await Promise.all(Array.from({ length: 200 }, () => get(agent)));
  expect(answers.filter((text) => text === 'ok')).toHaveLength(200);
  expect(server.counts.most).toBeLessThanOrEqual(16);
  await expect.poll(() => server.counts.open).toBe(4);
  agent.destroy();
  await expect.poll(() => server.counts.open).toBe(0);
});

test('when dials fail, every request fails, also those that wait', async () => {
  const refused = async () => Promise.reject(new EngineError('unreachable', 'refused'));
  const agent = new DialAgent({ dial: refused, keepAlive: true, maxRequests: 16 });
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => get(agent)));
  for (const result of results) {
    expect(result).toMatchObject({ status: 'rejected', reason: { name: 'EngineError', code: 'unreachable' } });
  }
});

test('a request that is aborted ends its dial, or its wait, and the next one has its turn', async () => {
  const server = await listen(echo);
  const dialSignals: AbortSignal[] = [];
  const first = (signal: AbortSignal) => {
    dialSignals.push(signal);
    return dialSignals.length === 1 ? neverDone(signal) : server.dial(signal);
  };
  const agent = new DialAgent({ dial: first, keepAlive: true, maxRequests: 1 });
  const stops = [new AbortController(), new AbortController()] as const;
  const dialing = get(agent, stops[0].signal);
  const waiting = get(agent, stops[1].signal);
  const last = get(agent);
  stops[1].abort();
  await expect(waiting).rejects.toThrow('aborted');
  expect(dialSignals.map(({ aborted }) => aborted)).toEqual([false]);
  stops[0].abort();
  await expect(dialing).rejects.toThrow('aborted');
  expect(dialSignals[0]?.aborted).toBe(true);
  expect(await last).toBe('ok');
  agent.destroy();
});

test('a socket that comes after the abort of its request is destroyed', async () => {
  const { promise: dialed, resolve } = Promise.withResolvers<Duplex>();
  const agent = new DialAgent({ dial: () => dialed, keepAlive: true, maxRequests: 16 });
  const stop = new AbortController();
  const call = get(agent, stop.signal);
  stop.abort();
  const late = new Duplex({ read: () => undefined });
  resolve(late);
  await expect(call).rejects.toThrow('aborted');
  expect(late.destroyed).toBe(true);
});

test('a destroyed agent ends its dials and its waiting requests, and dials no more', async () => {
  const dialSignals: AbortSignal[] = [];
  const pending = (signal: AbortSignal) => {
    dialSignals.push(signal);
    return neverDone(signal);
  };
  const agent = new DialAgent({ dial: pending, keepAlive: true, maxRequests: 2 });
  const calls = Array.from({ length: 5 }, () => get(agent));
  agent.destroy();
  calls.push(get(agent));
  for (const result of await Promise.allSettled(calls)) {
    expect(result).toMatchObject({ status: 'rejected', reason: { name: 'EngineError', code: 'unreachable' } });
  }
  // The third request was the first to wait.
  expect(dialSignals.map(({ aborted }) => aborted)).toEqual([true, true]);
});
