import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { array, assert, integer, property } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CrowdDaemon } from './crowd/daemon.ts';
import { startCrowd } from './crowd.ts';
import { FaultProxy } from './fault-proxy.ts';
import { type LeakWatch, watchLeaks } from './leaks.ts';
import { RequestTracker } from './request-tracker.ts';

let folder = '';
let leaks: LeakWatch = watchLeaks();
let crowd: CrowdDaemon;
let proxy: FaultProxy;

beforeEach(async () => {
  leaks = watchLeaks();
  folder = await mkdtemp(join(tmpdir(), 'berth-fault-'));
  crowd = await startCrowd({ socketPath: join(folder, 'daemon'), containers: 200, images: 5 });
  proxy = await FaultProxy.start(join(folder, 'proxy'), crowd.socketPath);
});

afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  await crowd.stop();
  await rm(folder, { recursive: true });
  const open = await leaks.leaks();
  if (open.length > 0) throw new Error(`Left open: ${open.join(', ')}`);
});

async function ask(path: string, method = 'GET', body?: string): Promise<IncomingMessage> {
  const call = request({ socketPath: proxy.socketPath, path, method, agent: false });
  // `once` hears of errors before the answer; what breaks later is told by the answer's own stream.
  call.on('error', () => {});
  call.end(body);
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  return response;
}

async function read(path: string): Promise<{ status: number; text: string }> {
  const response = await ask(path);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') };
}

const list = '/v1.45/containers/json?all=1';

describe('the fault proxy', () => {
  test('passes everything on, and counts it', async () => {
    const { status, text } = await read(list);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toHaveLength(200);
    const counts = proxy.counts();
    expect(counts.requests).toEqual({ 'GET /containers/json': 1 });
    expect(counts.connections).toBe(1);
    expect(counts.bytesDown).toBeGreaterThan(text.length);
    expect(counts.bytesUp).toBeGreaterThan(list.length);
  });

  test('delays, and keeps the order of bytes', async () => {
    proxy.setFaults({ kind: 'delay', delayMs: 60, jitterMs: 20 });
    const before = performance.now();
    expect(JSON.parse((await read(list)).text)).toHaveLength(200);
    expect(performance.now() - before).toBeGreaterThan(110);
  });

  test('is without a fault again when it is taken away', async () => {
    // Longer than a test may take.
    proxy.setFaults({ kind: 'delay', delayMs: 60_000, jitterMs: 0 });
    proxy.setFaults();
    expect((await read('/_ping')).text).toBe('OK');
  });

  test('cuts a long answer after so many bytes, and only the path that is meant', async () => {
    proxy.setFaults({ kind: 'cut', direction: 'down', afterBytes: 5000, path: /containers\/json/ });
    await expect(read(list)).rejects.toThrow(/aborted|ECONNRESET|terminated/);
    expect(proxy.counts().bytesDown).toBe(5000);
    expect((await read('/_ping')).text).toBe('OK');
  });

  test('cuts what a client sends', async () => {
    proxy.setFaults({ kind: 'cut', direction: 'up', afterBytes: 10 });
    await expect(read('/_ping')).rejects.toThrow(/hang up|ECONNRESET|EPIPE/);
  });

  test('cuts open streams when told to', async () => {
    const response = await ask('/events');
    const ended = once(response, 'error');
    response.resume();
    expect(proxy.openRequests()).toEqual(['GET /events']);
    proxy.cut();
    await ended;
    expect(proxy.counts().openConnections).toBe(0);
  });

  test('puts garbage into an answer', async () => {
    proxy.setFaults({ kind: 'garbage', afterBytes: 3000, bytes: Buffer.from('\u0000{{not json'), path: /json/ });
    await expect(read(list).then(({ text }) => JSON.parse(text) as unknown)).rejects.toThrow(/JSON|Parse Error/);
    expect((await read('/_ping')).text).toBe('OK');
  });

  test('answers in the daemon’s place', async () => {
    proxy.setFaults({ kind: 'answer', status: 500, body: '{"message":"boom"}', path: /\/containers\// });
    expect(await read(list)).toEqual({ status: 500, text: '{"message":"boom"}' });
    expect((await ask('/containers/create', 'POST', 'x'.repeat(100_000))).statusCode).toBe(500);
    expect(crowd.requests()).toEqual({});
    proxy.setFaults();
    expect((await read(list)).status).toBe(200);
  });

  test('stops reading, so that the daemon feels it, and goes on', async () => {
    proxy.setFaults({ kind: 'pause', direction: 'down' });
    const answer = read(list);
    const first = await Promise.race([answer, sleep(100, 'nothing')]);
    expect(first).toBe('nothing');
    expect(proxy.counts().bytesDown).toBe(0);
    proxy.setFaults();
    expect((await answer).status).toBe(200);
  });

  test('refuses as a socket does whose daemon was killed, and takes connections again', async () => {
    await proxy.refuse();
    await expect(read('/_ping')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.accept();
    expect((await read('/_ping')).text).toBe('OK');
  });

  test('breaks the connection when the daemon is not there', async () => {
    await crowd.stop();
    await expect(read('/_ping')).rejects.toThrow(/hang up|ECONNRESET/);
  });

  test('does not read without end for a client that does not', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let written = 0;
    const flood = createServer((socket) => {
      const more = (): void => {
        while (!socket.destroyed) {
          written += chunk.length;
          if (!socket.write(chunk)) break;
        }
      };
      socket.on('drain', more);
      socket.on('error', () => socket.destroy());
      socket.once('data', more);
    });
    flood.listen(join(folder, 'flood'));
    await once(flood, 'listening');
    await using before = await FaultProxy.start(join(folder, 'before'), join(folder, 'flood'));
    const client = connect(before.socketPath);
    client.pause();
    client.write('GET /flood HTTP/1.1\r\n\r\n');
    await sleep(300);
    expect(written).toBeLessThan(8 * 1024 * 1024);
    client.destroy();
    flood.close();
  });
});

describe('the request tracker', () => {
  test('finds every head however the bytes are cut, and changes none', () => {
    const text =
      'POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nhelloGET /b HTTP/1.1\r\n\r\n' +
      'PUT /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
    const tail = 'POST /exec HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nGET /not HTTP/1.1\r\n\r\n';
    assert(
      property(array(integer({ min: 1, max: text.length - 1 }), { maxLength: 12 }), (cuts) => {
        const tracker = new RequestTracker();
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        // Docker's clients do not pipeline: the next request begins with a chunk of its own.
        const chunks = places.slice(1).map((end, at) => text.slice(places[at], end));
        const pieces = [...chunks, tail].flatMap((chunk) => tracker.push(Buffer.from(chunk)));
        expect(Buffer.concat(pieces.map(({ bytes }) => bytes)).toString()).toBe(text + tail);
        expect(pieces.flatMap(({ head }) => head?.target ?? [])).toEqual(['/a', '/b', '/c', '/exec']);
      }),
    );
  });
});
