import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { toEngineLayout } from '../../engine/daemon/native/engine-layout.ts';
import { toCallHeaders } from '../../engine/contract/engine-header.ts';
import { closeCodeOf } from '../fixtures/raw-socket.ts';
import type { BerthService } from '../fixtures/service.ts';
import { openPage, residentBytes, withService } from './attacked-service.ts';

const limitMs = 180_000;
const megabyteBytes = 1024 * 1024;

const call = (id: number | string, path: string, json?: unknown, engineId = 'bundled') =>
  JSON.stringify({ i: String(id), p: { u: path, h: toCallHeaders(engineId), b: { json } } });

/** A message with bytes beside it, whose JSON may name them or not. */
function pack(json: string, bytes: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(Buffer.byteLength(json));
  return Buffer.concat([head, Buffer.from(json), bytes]);
}

/** Sends so many calls from one page at once, and waits until all are answered. */
async function flood(service: BerthService, count: number, path: string, input: unknown): Promise<string[]> {
  using page = await openPage(service);
  const answers: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  page.socket.on('message', (data: Buffer) => {
    answers.push(data.toString('utf8', 0, 400));
    if (answers.length === count) resolve();
  });
  page.socket.once('close', (code) => reject(new Error(`The service closed the page with ${code}.`)));
  for (let id = 1; id <= count; id += 1) page.socket.send(call(id, path, input, service.engineId));
  await promise;
  return answers;
}

test('bytes of one page never reach another', { timeout: limitMs }, async () => {
  await withService(async (service) => {
    using foreign = await openPage(service);
    const binary: number[] = [];
    foreign.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) binary.push(data.length);
    });
    for (let times = 0; times < 20; times += 1) {
      using page = await openPage(service);
      const closed = closeCodeOf(page.socket);
      page.socket.send(pack(call(1, '/settings/read'), Buffer.alloc(1_000, 'secret')));
      expect(await closed).toBe(1008);
      await foreign.client.settings.read();
    }
    expect(binary).toEqual([]);
  });
});

test('bytes go when their call has ended, read or not', { timeout: limitMs }, async () => {
  await withService(async (service) => {
    using page = await openPage(service);
    const beforeBytes = residentBytes(service.pid);
    let answers = 0;
    page.socket.on('message', () => (answers += 1));
    for (let id = 1; id <= 40; id += 1) {
      const key = `berth-bytes:${crypto.randomUUID()}`;
      page.socket.send(pack(call(id, '/no/such', { key }), Buffer.alloc(7.5 * megabyteBytes)));
      await expect.poll(() => answers, { interval: 1 }).toBe(id);
    }
    expect(residentBytes(service.pid) - beforeBytes).toBeLessThan(150 * megabyteBytes);
  });
});

const fullId = 'f'.repeat(64);

test.each([
  ['images.inspect', 10_000, '/images/inspect', { reference: 'nginx' }],
  ['engines.find', 10_000, '/engines/find', undefined],
  [
    'logs.open of one container 200 times',
    500,
    '/logs/open',
    { containers: Array.from({ length: 200 }, () => fullId) },
  ],
  [
    'logs.open of 200 containers',
    500,
    '/logs/open',
    { containers: Array.from({ length: 200 }, (_, index) => index.toString(16).padStart(64, '0')) },
  ],
])('a page that floods with %s does not starve another', { timeout: limitMs }, async (_name, count, path, input) => {
  await withService(async (service) => {
    const answers = await flood(service, count, path, input);
    expect(answers).toHaveLength(count);
    expect(answers.filter((answer) => answer.includes('"internal"'))).toEqual([]);
  });
});

test('a page that reads no answer costs no more than its share', { timeout: limitMs }, async () => {
  await withService(async (service, beside) => {
    const { logFile } = toEngineLayout(path.join(service.folder, 'data'), path.join(service.folder, 'run'));
    await mkdir(path.dirname(logFile), { recursive: true });
    await writeFile(logFile, 'x'.repeat(64 * 1024));
    using page = await openPage(service);
    const beforeBytes = residentBytes(service.pid);
    page.socket.pause();
    // All answers together are 1.3 GB.
    for (let id = 1; id <= 20_000; id += 1) page.socket.send(call(id, '/engines/log'));
    // So many turns of the service are enough for all calls, where none of them has to wait.
    for (let turns = 0; turns < 700; turns += 1) await beside.settings.read();
    expect(residentBytes(service.pid) - beforeBytes).toBeLessThan(150 * megabyteBytes);
  });
});
