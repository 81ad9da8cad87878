import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineError } from '../../platform/engine-error.ts';
import { ThreadClient } from './thread-calls.ts';

/** What the thread below serves. */
interface Served {
  readonly [name: string]: (input: never, signal: AbortSignal) => unknown;
  readonly refuse: (input: { readonly version: string }) => never;
  readonly break: () => never;
}

const thread = `
  const { parentPort, workerData } = require('node:worker_threads');
  const serve = async () => {
    const { serveCalls } = await import(workerData.calls);
    const { EngineError } = await import(workerData.errors);
    serveCalls(parentPort, {
      refuse({ version }) {
        const more = { reason: 'api-too-old', params: { version, needed: '1.41' } };
        throw new EngineError('unsupported', 'The engine is too old.', more);
      },
      break() {
        throw new TypeError('a mistake of ours');
      },
    });
  };
  void serve();
`;

let worker: Worker;
let client: ThreadClient<Served>;
const never = new AbortController().signal;

beforeAll(() => {
  const workerData = {
    calls: new URL('./thread-calls.ts', import.meta.url).href,
    errors: new URL('../../platform/engine-error.ts', import.meta.url).href,
  };
  worker = new Worker(thread, { eval: true, workerData });
  client = new ThreadClient(worker);
});

afterAll(async () => {
  await worker.terminate();
});

test('an EngineError keeps its fields when it comes from a thread', async () => {
  const failure = await client.call('refuse', { version: '1.30' }, never).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EngineError);
  expect(failure).toMatchObject({
    code: 'unsupported',
    reason: 'api-too-old',
    params: { version: '1.30', needed: '1.41' },
    detail: 'The engine is too old.',
  });
});

test('any other error from a thread has the code internal', async () => {
  const failure = await client.call('break', undefined as never, never).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'internal', reason: 'none', params: {}, detail: 'a mistake of ours' });
});
