import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { WebSocket } from 'ws';
import type { ServiceAddress } from '../fixtures/raw-socket.ts';
import { createRpcClient } from '../fixtures/rpc-client.ts';

/** What a page beside the attack has seen. */
export interface Watched {
  /** The longest time that an answer took. */
  readonly waitMs: number;
  readonly answers: number;
}

/** A look every so often: what is asked in between waits no longer than it. */
const lookEveryMs = 25;

// A thread of its own, because the attack keeps its own thread busy. It says when it is ready, asks until
// it gets a message, and answers what it has seen.
const { port, origin, token } = workerData as ServiceAddress;
const life = new AbortController();
parentPort?.once('message', () => life.abort());
const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, ['berth.v1', `token.${token}`], { origin });
await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
const client = createRpcClient(socket, 'bundled');
await client.settings.read();
parentPort?.postMessage('ready');
let waitMs = 0;
let answers = 0;
while (!life.signal.aborted) {
  const askedAtMs = performance.now();
  await client.settings.read();
  waitMs = Math.max(waitMs, performance.now() - askedAtMs);
  answers += 1;
  await sleep(lookEveryMs);
}
socket.terminate();
parentPort?.postMessage({ waitMs, answers } satisfies Watched);
