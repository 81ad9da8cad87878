import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JobFields, JobStep } from '../contract/jobs.ts';
import { listNetworks } from '../docker/networks.ts';
import { Waiters } from '../platform/waiters.ts';
import { atSocket } from '../test/at-socket.ts';
import { startCrowd } from '../test/crowd.ts';
import { FaultProxy } from '../test/fault-proxy.ts';
import type { Attempt, JobCount, JobEngine, JobKind, JobWork } from './job-kind.ts';
import { Jobs } from './jobs.ts';

/** Facts of a kind that only this test knows: it bakes loaves in turn, each with a call to the engine. */
interface BakeFacts {
  readonly kind: 'bake';
  readonly baked: readonly string[];
}

/** Bakes as many loaves as the test lets it. */
class Oven {
  #places = 0;
  readonly #opened = new Waiters();

  open(places = Infinity): void {
    this.#places = places;
    this.#opened.wake();
  }

  async bake(signal: AbortSignal): Promise<void> {
    while (this.#places === 0) await this.#opened.next(signal);
    this.#places -= 1;
  }
}

interface BakeOrder {
  readonly loaves: readonly string[];
  readonly oven: Oven;
}

class Baking implements JobWork<BakeFacts> {
  readonly #order: BakeOrder;
  readonly #baked: string[] = [];
  #releases = 0;

  constructor(order: BakeOrder) {
    this.#order = order;
  }

  async attempt({ connection, report, signal }: Attempt): Promise<void> {
    for (const loaf of this.#order.loaves.slice(this.#baked.length)) {
      await this.#order.oven.bake(signal);
      await listNetworks(connection, signal);
      this.#baked.push(loaf);
      report.log(`${loaf}: baked`);
    }
  }

  facts(): BakeFacts {
    return { kind: 'bake', baked: [...this.#baked] };
  }

  count(): JobCount {
    return { unit: 'steps', done: this.#baked.length, total: this.#order.loaves.length };
  }

  steps(): readonly JobStep[] {
    const { length } = this.#baked;
    return this.#order.loaves.map((id, index) => ({
      id,
      state: index < length ? 'done' : index === length ? 'active' : 'waiting',
    }));
  }

  release(): void {
    this.#releases += 1;
    released.push(this.#releases);
  }
}

type BakeKind = JobKind<BakeFacts, BakeOrder, JobEngine>;
const patient: BakeKind = { canRetry: true, waitsForEngine: true, begin: (order) => new Baking(order) };
const hasty: BakeKind = { canRetry: false, waitsForEngine: false, begin: (order) => new Baking(order) };

type Row = JobFields & BakeFacts;

let folder: string;
let crowd: Awaited<ReturnType<typeof startCrowd>>;
let proxy: FaultProxy;
let answers: Waiters;
let jobs: Jobs<BakeFacts>;
let held: number;
let released: number[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bj-'));
  const socketPath = path.join(folder, 'crowd.sock');
  crowd = await startCrowd({ socketPath, containers: 1, images: 1, volumes: 1, networks: 1 });
  proxy = await FaultProxy.start(path.join(folder, 'proxy.sock'), socketPath);
  answers = new Waiters();
  jobs = new Jobs({ answers, log: pino({ level: 'silent' }) });
  held = 0;
  released = [];
});

afterEach(async () => {
  await jobs[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await crowd[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function engineAt(id: string, socketPath: string): JobEngine {
  return {
    engine: { id, address: atSocket(socketPath) },
    keepOpen() {
      held += 1;
      return { [Symbol.dispose]: () => void (held -= 1) };
    },
  };
}

const bakery = () => engineAt('context:bakery', proxy.socketPath);

function start(kind: BakeKind, oven: Oven, loaves = ['rye', 'spelt', 'oat'], key: string | null = null): string {
  return jobs.start(kind, { on: bakery(), order: { loaves, oven }, name: 'bread', key });
}

/** The first row of which the claim holds, pulled by version as a page does. */
async function until(id: string, claim: (row: Row) => boolean): Promise<Row> {
  const signal = AbortSignal.timeout(20_000);
  let seen = await jobs.rows.changes({ epoch: '', seq: 0, freshness: 'loading' }, signal);
  for (;;) {
    const row = seen.upserts.find((one) => one.id === id && claim(one));
    if (row !== undefined) return row;
    seen = await jobs.rows.changes(seen, signal);
  }
}

const untilState = (id: string, state: Row['state']) => until(id, (row) => row.state === state);

test('a job works through its steps, with progress and log, and holds its engine meanwhile', async () => {
  const oven = new Oven();
  const id = start(patient, oven);
  const begun = await until(id, ({ attempt, steps }) => attempt === 1 && steps.length === 3);
  expect(begun).toMatchObject({
    kind: 'bake',
    engine: 'context:bakery',
    name: 'bread',
    state: 'active',
    canRetry: true,
    endedAtMs: null,
    progress: { unit: 'steps', done: 0, total: 3 },
  });
  expect(held).toBe(1);
  oven.open(1);
  const first = await until(id, ({ progress }) => progress.done === 1);
  expect(first.steps.map(({ state }) => state)).toEqual(['done', 'active', 'waiting']);
  expect(first.logEnd).toBe(1);
  oven.open();
  const done = await untilState(id, 'done');
  expect(done).toMatchObject({
    baked: ['rye', 'spelt', 'oat'],
    attempt: 1,
    progress: { done: 3, total: 3, perSecond: null, remainingMs: null },
    logEnd: 3,
    failure: null,
  });
  expect(jobs.find(id).log.read(1)).toEqual({ from: 1, lines: ['spelt: baked', 'oat: baked'] });
  expect(held).toBe(0);
  expect(released).toEqual([1]);
});

test('a job that is cancelled ends, and begins again under its id where it was', async () => {
  const oven = new Oven();
  const id = start(patient, oven);
  oven.open(2);
  await until(id, ({ progress }) => progress.done === 2);
  await jobs.cancel(id);
  expect(jobs.find(id).state).toBe('cancelled');
  expect(held).toBe(0);
  await untilState(id, 'cancelled');
  oven.open();
  jobs.retry(id);
  expect(await untilState(id, 'done')).toMatchObject({ attempt: 2, baked: ['rye', 'spelt', 'oat'], logEnd: 3 });
  expect(released).toEqual([1, 2]);
});

test('only what failed or was cancelled can begin again, and only if its kind can', async () => {
  const oven = new Oven();
  const id = start(patient, oven);
  expect(() => jobs.retry(id)).toThrow('cannot begin again');
  oven.open();
  await untilState(id, 'done');
  expect(() => jobs.retry(id)).toThrow('cannot begin again');
  const once = start(hasty, new Oven());
  await jobs.cancel(once);
  expect(() => jobs.retry(once)).toThrow('cannot begin again');
  expect(() => jobs.retry('nothing')).toThrow('no longer exists');
});

describe('an engine that is lost', () => {
  test('is waited for; the job goes on where it was when the engine is back', async () => {
    const oven = new Oven();
    const id = start(patient, oven);
    oven.open(1);
    await until(id, ({ progress }) => progress.done === 1);
    await proxy.refuse();
    oven.open();
    expect(await untilState(id, 'waiting')).toMatchObject({ baked: ['rye'], failure: null });
    expect(held).toBe(1);
    await proxy.accept();
    answers.wake();
    const done = await untilState(id, 'done');
    expect(done.baked).toEqual(['rye', 'spelt', 'oat']);
    expect(done.attempt).toBeGreaterThan(1);
  });

  test('is waited for also by a job that is begun meanwhile, until that is cancelled', async () => {
    await proxy.refuse();
    const id = start(patient, new Oven());
    await untilState(id, 'waiting');
    await jobs.cancel(id);
    expect(await untilState(id, 'cancelled')).toMatchObject({ failure: null });
    expect(held).toBe(0);
  });

  test('fails a job of a kind that does not wait', async () => {
    const oven = new Oven();
    const id = start(hasty, oven);
    oven.open(1);
    await until(id, ({ progress }) => progress.done === 1);
    await proxy.refuse();
    oven.open();
    expect(await untilState(id, 'failed')).toMatchObject({ attempt: 1, failure: { code: 'unreachable' } });
  });
});

test('a job with the key of one under way on the same engine is that one', async () => {
  const oven = new Oven();
  const id = start(patient, oven, ['rye'], 'rye');
  expect(start(patient, oven, ['rye'], 'rye')).toBe(id);
  expect(start(hasty, oven, ['rye'], 'rye')).not.toBe(id);
  expect(start(patient, oven, ['rye'], 'oat')).not.toBe(id);
  const elsewhere = engineAt('context:other', crowd.socketPath);
  const order = { loaves: ['rye'], oven };
  expect(jobs.start(patient, { on: elsewhere, order, name: 'bread', key: 'rye' })).not.toBe(id);
  oven.open();
  await untilState(id, 'done');
  expect(start(patient, oven, ['rye'], 'rye')).not.toBe(id);
});

test('those that have ended can be dismissed, and the oldest beyond 50 are by themselves', async () => {
  const oven = new Oven();
  const active = start(patient, oven);
  const ids = [];
  for (let count = 0; count < 53; count += 1) {
    const id = start(patient, new Oven());
    await jobs.cancel(id);
    ids.push(id);
  }
  jobs.dismiss([active]);
  expect(jobs.get(active)).toBeDefined();
  expect(ids.filter((id) => jobs.get(id) === undefined)).toEqual(ids.slice(0, 3));
  const last = ids.at(-1) ?? '';
  await untilState(last, 'cancelled');
  jobs.dismiss(ids);
  expect([...jobs.rows.rows.keys()]).toEqual([active]);
  await expect(jobs.cancel(last)).rejects.toMatchObject({ code: 'not-found' });
});

test('a page gets 1,000 steps at most, and a burst of changes as one patch', async () => {
  const loaves = Array.from({ length: 3_000 }, (_, index) => `loaf ${index}`);
  const oven = new Oven();
  const id = start(patient, oven, loaves);
  const { steps } = await until(id, (row) => row.attempt === 1 && row.steps.length > 0);
  expect(steps).toHaveLength(1_000);
  const job = jobs.find(id);
  const signal = AbortSignal.timeout(20_000);
  const before = await jobs.rows.changes({ epoch: '', seq: 0, freshness: 'loading' }, signal);
  for (let count = 0; count < 10_000; count += 1) {
    job.log.add('again');
    jobs.changed(job);
  }
  const after = await jobs.rows.changes(before, signal);
  expect(after.seq).toBe(before.seq + 1);
  expect(after.upserts.map(({ logEnd }) => logEnd)).toEqual([10_000]);
});

test('what is under way ends with the service, and nothing begins after it', async () => {
  const id = start(patient, new Oven());
  await proxy.refuse();
  const waiting = start(patient, new Oven());
  await untilState(waiting, 'waiting');
  await jobs[Symbol.asyncDispose]();
  expect([jobs.find(id).state, jobs.find(waiting).state]).toEqual(['cancelled', 'cancelled']);
  expect(held).toBe(0);
  expect(() => start(patient, new Oven())).toThrow('ending');
  expect(() => jobs.retry(id)).toThrow('ending');
  expect(jobs.find(id).state).toBe('cancelled');
});
