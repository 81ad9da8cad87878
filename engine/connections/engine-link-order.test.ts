import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection, EngineStatus } from '../contract/engine.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { EngineError } from '../platform/engine-error.ts';
import { EngineLink, type Follower } from './engine-link.ts';
import { atSocket } from '../test/at-socket.ts';

const log = pino({ level: 'silent' });
const names = ['own', 'a', 'b'] as const;
type Name = (typeof names)[number];

const dockerShell = { reachOf: () => ({ kind: 'default' }) as const, onChange: () => () => undefined };
const never = new AbortController().signal;

let dir: string;
const servers: http.Server[] = [];
const socketOf = (name: Name) => path.join(dir, `${name}.sock`);
const toConnection = (name: Name): Connection =>
  name === 'own'
    ? { id: 'bundled', kind: 'bundled', name: '', endpoint: '' }
    : { id: name, kind: 'socket', name, endpoint: `unix://${socketOf(name)}` };

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'bl-'));
  for (const name of names) {
    const server = http.createServer((_, response) => {
      response.end(JSON.stringify({ Version: '28.0.0', ApiVersion: '1.51', MinAPIVersion: '1.24' }));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(socketOf(name), resolve));
  }
});

afterAll(async () => {
  for (const server of servers) server.close();
  await rm(dir, { recursive: true });
});

async function pass(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}

/** How long things take, in turns of the event loop, and what fails. Without steps all is quick and succeeds. */
class Script {
  #steps: readonly { readonly turns: number; readonly fails: boolean }[];
  #next = 0;

  constructor(steps: readonly { readonly turns: number; readonly fails: boolean }[]) {
    this.#steps = steps;
  }

  /** From now on nothing fails, what is under way neither. */
  end(): void {
    this.#steps = [];
  }

  async step(signal?: AbortSignal): Promise<void> {
    const { turns, fails } = this.#steps[this.#next % this.#steps.length] ?? { turns: 0, fails: false };
    this.#next += 1;
    await pass(turns);
    signal?.throwIfAborted();
    if (fails && this.#steps.length > 0) throw new EngineError('unreachable', 'failed by the script');
  }
}

/** Keeps count of what runs, and says when two things run that must not. */
class FakeEngine {
  readonly address = atSocket(socketOf('own'));
  readonly steps = [];
  readonly notes = [];
  readonly overlaps: string[] = [];
  isUp = false;
  #busy: string | null = null;
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  onSteps(): () => void {
    return () => undefined;
  }

  async check(): Promise<[]> {
    await this.#script.step();
    return [];
  }

  async readLog(): Promise<string> {
    await this.#script.step();
    return '';
  }

  start(signal: AbortSignal): Promise<void> {
    return this.#alone('start', async () => {
      await this.#script.step(signal);
      this.isUp = true;
    });
  }

  stop(): Promise<void> {
    return this.#alone('stop', async () => {
      await this.#script.step();
      this.isUp = false;
    });
  }

  async #alone(name: string, work: () => Promise<void>): Promise<void> {
    if (this.#busy !== null) this.overlaps.push(`${name} during ${this.#busy}`);
    this.#busy = name;
    try {
      await work();
    } finally {
      this.#busy = null;
    }
  }
}

class FakeFollower implements Follower {
  readonly following: DockerConnection[] = [];
  mostAtOnce = 0;
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  get sockets(): string[] {
    return this.following.map(({ address }) => address.path);
  }

  async follow(connection: DockerConnection, onLive: () => void, signal: AbortSignal): Promise<never> {
    this.following.push(connection);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.following.length);
    try {
      await this.#script.step(signal);
      onLive();
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      // It takes its time to end, and need not end as it was asked to.
      await this.#script.step();
      throw signal.reason;
    } finally {
      this.following.splice(this.following.indexOf(connection), 1);
    }
  }

  reset(): void {}

  markStale(): void {}
}

function createLink(
  connection: Connection,
  steps: readonly { readonly turns: number; readonly fails: boolean }[] = [],
) {
  const script = new Script(steps);
  const bundled = new FakeEngine(script);
  const follower = new FakeFollower(script);
  const link = new EngineLink({ bundled, follower, dockerShell, log, connection });
  return { link, bundled, follower, script };
}

async function until(link: EngineLink, claim: (status: EngineStatus) => boolean): Promise<EngineStatus> {
  const signal = AbortSignal.timeout(5_000);
  let seen = await link.changes({ epoch: '', seq: 0 }, signal);
  while (!claim(seen.status)) seen = await link.changes(seen, signal);
  return seen.status;
}

const endpointOf = ({ connection }: EngineStatus) => connection.endpoint;

describe('whatever comes while something else is under way', () => {
  test('two turns at once: the later one is followed, and nothing else', async () => {
    const { link, follower } = createLink(toConnection('own'));
    await using _ = link;
    await until(link, ({ state }) => state === 'running');
    await Promise.all([link.use(toConnection('a')), link.use(toConnection('b'))]);
    await until(link, (status) => status.state === 'running' && endpointOf(status).endsWith('b.sock'));
    expect(follower.sockets).toEqual([socketOf('b')]);
    expect(follower.mostAtOnce).toBe(1);
  });

  test('turning away while the engine stops: the stop is finished first, then the other is followed', async () => {
    const { link, follower, bundled } = createLink(toConnection('own'), [{ turns: 3, fails: false }]);
    await using _ = link;
    await until(link, ({ state }) => state === 'running');
    const stopped = link.stop();
    await until(link, ({ state }) => state === 'stopping');
    await link.use(toConnection('a'));
    await stopped;
    expect(bundled.isUp).toBe(false);
    await until(link, ({ state }) => state === 'running');
    await pass(50);
    expect(follower.sockets).toEqual([socketOf('a')]);
    expect(follower.mostAtOnce).toBe(1);
  });

  test('a start that follows a stop at once ends in a running engine', async () => {
    const { link, bundled } = createLink(toConnection('own'));
    await using _ = link;
    await until(link, ({ state }) => state === 'running');
    const stopped = link.stop();
    link.start();
    await stopped;
    await until(link, ({ state }) => state === 'running');
    expect(bundled.isUp).toBe(true);
  });

  test('a start that comes the moment it is said to be stopped is not missed', async () => {
    const { link } = createLink(toConnection('own'));
    await using _ = link;
    await until(link, ({ state }) => state === 'running');
    const started = until(link, ({ state }) => state === 'stopped').then(() => link.start());
    await Promise.all([link.stop(), started]);
    await until(link, ({ state }) => state === 'running');
  });

  test('a stop during a restart leaves it stopped', async () => {
    const { link, bundled, follower } = createLink(toConnection('own'), [{ turns: 3, fails: false }]);
    await using _ = link;
    await until(link, ({ state }) => state === 'running');
    const restarted = link.restart();
    await until(link, ({ state }) => state === 'stopping');
    await Promise.all([restarted, link.stop()]);
    await until(link, ({ state }) => state === 'stopped');
    await pass(20);
    expect(() => link.connected()).toThrow('does not answer');
    expect([bundled.isUp, follower.sockets]).toEqual([false, []]);
  });

  test('an engine that could not be stopped is not said to be stopped', async () => {
    const { link, script, bundled } = createLink(toConnection('own'));
    await using _ = link;
    await until(link, ({ state }) => state === 'running');
    bundled.stop = () => Promise.reject(new Error('it does not end'));
    await expect(link.stop()).rejects.toThrow('it does not end');
    const failed = await until(link, ({ state }) => state !== 'stopping');
    expect(failed).toMatchObject({ state: 'failed', problem: { detail: 'it does not end' } });
    script.end();
    link.start();
    await until(link, ({ state }) => state === 'running');
  });

  test('losses of another engine do not count as crashes of the bundled one', async () => {
    const { link, script } = createLink(toConnection('a'), [{ turns: 0, fails: true }]);
    await using _ = link;
    for (let losses = 0; losses < 4; losses += 1) {
      await until(link, ({ state }) => state === 'running');
      await until(link, ({ state }) => state === 'lost');
    }
    script.end();
    await link.use(toConnection('own'));
    await until(link, (status) => status.connection.kind === 'bundled' && status.state === 'running');
  });

  test('after its disposal nothing is followed, and calls are refused', async () => {
    const { link, follower, bundled } = createLink(toConnection('own'), [{ turns: 3, fails: false }]);
    await until(link, ({ state }) => state === 'running');
    const calls = [link.use(toConnection('a')), link.stop().catch(() => undefined), link.use(toConnection('b'))];
    await link[Symbol.asyncDispose]();
    await Promise.all(calls);
    expect(follower.sockets).toEqual([]);
    await expect(link.use(toConnection('a'))).rejects.toMatchObject({ code: 'cancelled' });
    await expect(link.stop()).rejects.toMatchObject({ code: 'cancelled' });
    link.start();
    await pass(20);
    expect(follower.sockets).toEqual([]);
    expect(bundled.overlaps).toEqual([]);
  });
});

const call = fc.record({
  kind: fc.constantFrom(
    'own' as const,
    'a' as const,
    'b' as const,
    'start' as const,
    'stop' as const,
    'restart' as const,
  ),
  pauseTurns: fc.integer({ min: 0, max: 12 }),
});
const scriptStep = fc.record({
  turns: fc.integer({ min: 0, max: 12 }),
  fails: fc.integer({ min: 0, max: 4 }).map((chance) => chance === 0),
});

interface Wish {
  readonly name: Name;
  readonly isRunning: boolean;
}

const expectedOf = ({ name, isRunning }: Wish) => (isRunning ? [socketOf(name)] : []);

/** Lets the wish come true now that nothing fails any more; answers what is followed then. */
async function reach({ link, follower, script }: ReturnType<typeof createLink>, wish: Wish): Promise<string[]> {
  script.end();
  const isReached = ({ state, connection }: EngineStatus) =>
    connection.id === toConnection(wish.name).id &&
    (wish.isRunning ? state === 'running' : state === 'stopped' || state === 'failed');
  // What failed or was lost waits for a start; what runs is not disturbed by one.
  while (wish.isRunning && !isReached((await link.changes({ epoch: '', seq: 0 }, never)).status)) {
    link.start();
    await pass(1);
  }
  await until(link, isReached);
  await pass(20);
  return follower.sockets;
}

test('whatever is asked for in whatever order: the last wish comes true, alone, and every call settles', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.array(call, { maxLength: 8 }),
      fc.array(scriptStep, { maxLength: 12 }),
      fc.boolean(),
      async (first, calls, steps, isDisposedEarly) => {
        const rig = createLink(toConnection(first), steps);
        const { link, follower, bundled } = rig;
        let wish: Wish = { name: first, isRunning: true };
        const asked: Promise<unknown>[] = [];
        // Handled at once: a refusal before the last call must not count as unhandled.
        const ask = (promise: Promise<void>) => asked.push(promise.catch(() => undefined));
        for (const { kind, pauseTurns } of calls) {
          await pass(pauseTurns);
          if (kind === 'start') {
            link.start();
            wish = { ...wish, isRunning: true };
          } else if (kind === 'stop' || kind === 'restart') {
            ask(kind === 'stop' ? link.stop() : link.restart());
            if (wish.name === 'own') wish = { ...wish, isRunning: kind === 'restart' };
          } else {
            ask(link.use(toConnection(kind)));
            wish = { name: kind, isRunning: true };
          }
        }
        const settled = Promise.all(asked);
        const followed = isDisposedEarly ? null : await settled.then(() => reach(rig, wish));
        await link[Symbol.asyncDispose]();
        await settled;
        expect(followed ?? expectedOf(wish)).toEqual(expectedOf(wish));
        expect(follower.sockets).toEqual([]);
        expect(follower.mostAtOnce).toBeLessThanOrEqual(1);
        expect(bundled.overlaps).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
}, 120_000);
