import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect } from 'vitest';
import type { WebSocket } from 'ws';
import { startCrowd } from '../../engine/test/crowd.ts';
import type { ServiceClient } from '../../engine/test/service-client.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { askForSocket } from '../fixtures/raw-socket.ts';
import { createRpcClient } from '../fixtures/rpc-client.ts';
import { BerthService } from '../fixtures/service.ts';
import type { Watched } from './watch-answers.ts';

export type PageClient = ServiceClient['client'];

/** One page without a browser, and its socket. */
export interface AttackPage extends Disposable {
  readonly client: PageClient;
  readonly socket: WebSocket;
}

/** What the service may keep of an attack, once it is over. */
const maxGrowthBytes = 50 * 1024 * 1024;
const settledWithinMs = 30_000;
/**
 * No page waits this long for a small answer. An attack that starves others made them wait for seconds; a loaded machine can
 * take a few hundred milliseconds by itself.
 */
const maxWaitMs = 1_500;

export async function openPage(service: BerthService): Promise<AttackPage> {
  const answer = await askForSocket(service);
  if (answer.kind !== 'open') throw new Error(`The service refused its own page with ${answer.status}.`);
  const { socket } = answer;
  socket.on('error', () => undefined);
  return { client: createRpcClient(socket, service.engineId), socket, [Symbol.dispose]: () => socket.terminate() };
}

export function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/**
 * Attacks a service of its own, on an engine of five synthetic containers. Afterwards it must be the same process, have answered another page all
 * the time, be as small as before within 50 MB, and have nothing uncaught in its log.
 */
export async function withService(attack: (service: BerthService, page: PageClient) => Promise<void>): Promise<void> {
  await using folder = await makePrivateFolder();
  await using crowd = await startCrowd({ socketPath: `${folder.path}/crowd.sock`, containers: 5, images: 5 });
  await using service = await BerthService.start({ folder: folder.path, hostEngine: crowd.socketPath });
  using beside = await openPage(service);
  // What a page's first thousand calls take is no growth.
  for (let calls = 0; calls < 1_000; calls += 1) await beside.client.settings.read();
  const beforeBytes = residentBytes(service.pid);
  const { port, origin, token } = service;
  const watch = new Worker(new URL('./watch-answers.ts', import.meta.url), { workerData: { port, origin, token } });
  await once(watch, 'message'); // It has had its first answer.
  const watched = once(watch, 'message') as Promise<[Watched]>;
  try {
    await attack(service, beside.client);
  } finally {
    watch.postMessage('stop');
    await watched.catch(() => undefined); // Thrown below, unless the attack has failed.
  }
  expect(service.isAlive, service.output()).toBe(true);
  const [{ waitMs, answers }] = await watched;
  console.log(`longest wait of another page: ${Math.round(waitMs)} ms of ${answers} answers`);
  expect(answers).toBeGreaterThan(0);
  expect(waitMs).toBeLessThan(maxWaitMs);
  await expect
    .poll(() => residentBytes(service.pid) - beforeBytes, { timeout: settledWithinMs, interval: 500 })
    .toBeLessThan(maxGrowthBytes);
  expect(await service.log()).not.toMatch(/unhandled rejection|uncaught exception|was not answered/);
}
