import { afterEach, describe, expect, test, vi } from 'vitest';
import { connect, type Connection } from './connection.ts';
import { toEngineProblem } from './engine-problem.ts';
import { startPortService } from './test/port-service.ts';
import type { OpenTransport } from './transport.ts';

const id = 'a'.repeat(64);
const ended: Disposable[] = [];
const owned = <T extends Disposable>(thing: T): T => {
  ended.push(thing);
  return thing;
};
afterEach(() => {
  for (const thing of ended.splice(0).reverse()) thing[Symbol.dispose]();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function statesOf(connection: Connection): string[] {
  const states = [connection.state() as string];
  connection.subscribe((state) => states.push(state));
  return states;
}

describe('over a port', () => {
  test('calls made before the port came wait for it', async () => {
    const service = owned(startPortService({ inspect: async (asked) => `about ${asked}` }));
    const connection = owned(connect(service.transport));
    const answer = connection.on('bundled').containers.inspect({ id });
    service.bringPort();
    await expect(answer).resolves.toEqual({ json: `about ${id}` });
    expect(connection.state()).toBe('connected');
  });

  test('a newer port ends the older one, fails its calls, and carries the next', async () => {
    let asked = 0;
    const service = owned(
      startPortService({ inspect: () => ((asked += 1) === 1 ? new Promise(() => {}) : Promise.resolve('second')) }),
    );
    const connection = owned(connect(service.transport));
    const states = statesOf(connection);
    service.bringPort();
    const hanging = connection.on('bundled').containers.inspect({ id });
    await vi.waitFor(() => expect(asked).toBe(1));
    const failed = hanging.catch((error: unknown) => toEngineProblem(error));
    service.bringPort();
    expect(await failed).toMatchObject({ code: 'unreachable' });
    await connection.whenConnected(AbortSignal.timeout(2000));
    await expect(connection.on('bundled').containers.inspect({ id })).resolves.toEqual({ json: 'second' });
    expect(states).toEqual(['connecting', 'connected', 'lost', 'connected']);
  });

  test('a listener that throws is reported, and does not end the attempts to connect', async () => {
    const reported = vi.fn<(error: unknown) => void>();
    vi.stubGlobal('reportError', reported);
    const service = owned(startPortService({ inspect: async (asked) => `about ${asked}` }));
    const connection = owned(connect(service.transport));
    const failure = new Error('a mistake of ours');
    connection.subscribe(() => {
      throw failure;
    });
    const states = statesOf(connection);
    const port = service.bringPort();
    await connection.whenConnected(AbortSignal.timeout(2000));
    port.close();
    await vi.waitFor(() => expect(connection.state()).toBe('lost'));
    service.bringPort();
    await connection.whenConnected(AbortSignal.timeout(2000));
    await expect(connection.on('bundled').containers.inspect({ id })).resolves.toEqual({ json: `about ${id}` });
    expect(states).toEqual(['connecting', 'connected', 'lost', 'connected']);
    expect(reported.mock.calls).toEqual([[failure], [failure], [failure]]);
  });

  test('a closed port is noticed where the runtime tells it', async () => {
    const service = owned(startPortService({}));
    const connection = owned(connect(service.transport));
    const port = service.bringPort();
    await connection.whenConnected(AbortSignal.timeout(2000));
    port.close();
    await vi.waitFor(() => expect(connection.state()).toBe('lost'));
    const problem = await connection.on('bundled').containers.inspect({ id }).catch(toEngineProblem);
    expect(problem).toMatchObject({ code: 'unreachable' });
  });

  test('a port that another window sent is not taken', async () => {
    const service = owned(startPortService({}));
    const connection = owned(connect(service.transport));
    service.bringPort(new EventTarget());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(connection.state()).toBe('connecting');
  });

  test('aborting a call reaches the service and rejects', async () => {
    const seen: (AbortSignal | undefined)[] = [];
    const service = owned(
      startPortService({
        inspect: (_asked, signal) => {
          seen.push(signal);
          return new Promise(() => {});
        },
      }),
    );
    const connection = owned(connect(service.transport));
    service.bringPort();
    const abort = new AbortController();
    const call = connection.on('bundled').containers.inspect({ id }, { signal: abort.signal }).catch(toEngineProblem);
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    abort.abort();
    expect(await call).toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => expect(seen[0]?.aborted).toBe(true));
  });
});

describe('attempts', () => {
  const link = { call: () => Promise.resolve(null) };

  test('back off to five seconds, and hurry when asked', async () => {
    vi.useFakeTimers();
    const at: number[] = [];
    const start = Date.now();
    const open: OpenTransport = () => {
      at.push(Date.now() - start);
      return Promise.reject(new Error('nobody there'));
    };
    const connection = owned(connect(open));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(at).toEqual([0, 250, 750, 1750, 3750, 7750, 12_750, 17_750]);
    connection.tryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(at.at(-1)).toBe(20_000);
    expect(connection.state()).toBe('lost');
  });

  test('come at once after a connection that held', async () => {
    vi.useFakeTimers();
    let attempts = 0;
    const ends: (() => void)[] = [];
    const open: OpenTransport = async () => {
      attempts += 1;
      return { link, ended: new Promise((resolve) => ends.push(resolve)), close: () => {} };
    };
    owned(connect(open));
    await vi.advanceTimersByTimeAsync(0);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(249);
    expect(attempts).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(attempts).toBe(2);
    await vi.advanceTimersByTimeAsync(10_000);
    ends[1]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(attempts).toBe(3);
  });

  test('stop after a refusal until something asks for another', async () => {
    vi.useFakeTimers();
    let attempts = 0;
    const connection = owned(
      connect(() => {
        attempts += 1;
        return Promise.resolve('refused');
      }),
    );
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(attempts).toBe(1);
    expect(connection.state()).toBe('refused');
    expect(await connection.on('bundled').containers.inspect({ id }).catch(toEngineProblem)).toMatchObject({
      code: 'unreachable',
    });
    connection.tryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(attempts).toBe(2);
  });

  test('end with the connection, and close what was open', async () => {
    vi.useFakeTimers();
    const close = vi.fn<() => void>();
    let attempts = 0;
    const connection = connect(() => {
      attempts += 1;
      return Promise.resolve({ link, ended: new Promise<void>(() => {}), close });
    });
    await vi.advanceTimersByTimeAsync(0);
    connection[Symbol.dispose]();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(close).toHaveBeenCalledTimes(1);
    expect(attempts).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
