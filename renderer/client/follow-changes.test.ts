import { ORPCError } from '@orpc/client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Deferred } from './deferred.ts';
import { unreachableError } from './engine-problem.ts';
import { followChanges } from './follow-changes.ts';

const nothing = { epoch: '', seq: 0 };
const isReady = () => Promise.resolve();

describe('following', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test('asks from the newest version it applied', async () => {
    const abort = new AbortController();
    const asked: number[] = [];
    await followChanges({
      from: nothing,
      async call(known) {
        asked.push(known.seq);
        if (asked.length === 4) abort.abort();
        return { epoch: 'e', seq: known.seq + 2 };
      },
      toKnown: (answer) => answer,
      take: () => undefined,
      ready: isReady,
      signal: abort.signal,
    });
    expect(asked).toEqual([0, 2, 4, 6]);
  });

  test('goes on from its version after the connection was lost, as soon as it is back', async () => {
    vi.useFakeTimers();
    const abort = new AbortController();
    const asked: number[] = [];
    const back = new Deferred<void>();
    const following = followChanges({
      from: nothing,
      call(known) {
        asked.push(known.seq);
        if (asked.length === 1) return Promise.resolve({ epoch: 'e', seq: 7 });
        if (asked.length === 2) return Promise.reject(unreachableError(''));
        return new Promise<typeof nothing>(() => {});
      },
      toKnown: (answer) => answer,
      take: () => undefined,
      ready: () => (asked.length === 2 ? back.promise : Promise.resolve()),
      signal: abort.signal,
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([0, 7]);
    back.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([0, 7, 7]);
    abort.abort();
    await following;
  });

  test('waits longer and longer for a service that answers with errors', async () => {
    vi.useFakeTimers();
    const abort = new AbortController();
    const at: number[] = [];
    const start = Date.now();
    const following = followChanges({
      from: nothing,
      call() {
        at.push(Date.now() - start);
        return Promise.reject(new ORPCError('internal'));
      },
      toKnown: (answer: typeof nothing) => answer,
      take: () => undefined,
      ready: isReady,
      signal: abort.signal,
    });
    await vi.advanceTimersByTimeAsync(18_000);
    expect(at).toEqual([0, 250, 750, 1750, 3750, 7750, 12_750, 17_750]);
    abort.abort();
    await following;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('what fails on the page while it takes an answer in is reported, and is no lost connection', async () => {
    const reported = vi.fn<(error: unknown) => void>();
    vi.stubGlobal('reportError', reported);
    const abort = new AbortController();
    const asked: number[] = [];
    const ready = vi.fn<() => Promise<void>>(isReady);
    const failure = new Error('a mistake of ours');
    await followChanges({
      from: nothing,
      async call(known) {
        asked.push(known.seq);
        return { epoch: 'e', seq: known.seq + 1 };
      },
      toKnown: ({ epoch, seq }) => ({ epoch, seq }),
      take({ seq }) {
        if (seq === 1) throw failure;
        if (seq === 3) abort.abort();
      },
      ready,
      signal: abort.signal,
    });
    expect(asked).toEqual([0, 1, 2]);
    expect(reported.mock.calls).toEqual([[failure]]);
    expect(ready).not.toHaveBeenCalled();
  });

  test('ends with its signal although the call hangs', async () => {
    const abort = new AbortController();
    const following = followChanges({
      from: nothing,
      call: () => new Promise<typeof nothing>(() => {}),
      toKnown: (answer) => answer,
      take: () => undefined,
      ready: isReady,
      signal: abort.signal,
    });
    abort.abort();
    await expect(following).resolves.toBeUndefined();
  });
});
