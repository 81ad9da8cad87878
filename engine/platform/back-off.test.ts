import { expect, test } from 'vitest';
import { BackOff } from './back-off.ts';
import { Waiters } from './waiters.ts';

const hourMs = 3_600_000;

test('each wait is twice as long as the one before, up to the longest, and the first again after a reset', () => {
  const backOff = new BackOff(100, 1_000);
  expect(Array.from({ length: 6 }, () => backOff.next())).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  backOff.reset();
  expect([backOff.nextMs, backOff.next(), backOff.nextMs]).toEqual([100, 100, 200]);
});

test('a wait ends by itself, and the next one is longer', async () => {
  const backOff = new BackOff(1, 8);
  await backOff.wait(new AbortController().signal);
  await backOff.wait(new AbortController().signal);
  expect(backOff.nextMs).toBe(4);
});

test('a wake ends a long wait', async () => {
  const early = new Waiters();
  const waiting = new BackOff(hourMs, hourMs).wait(new AbortController().signal, early);
  early.wake();
  await expect(waiting).resolves.toBeUndefined();
});

test('a wait that ended leaves nobody behind who waits to be woken', async () => {
  const early = new Waiters();
  await new BackOff(1, 1).wait(new AbortController().signal, early);
  expect(early.size).toBe(0);
});

test('an abort ends a wait, woken or not', async () => {
  const abort = new AbortController();
  const waits = [undefined, new Waiters()].map((early) => new BackOff(hourMs, hourMs).wait(abort.signal, early));
  abort.abort();
  for (const wait of waits) await expect(wait).rejects.toThrow(/abort/);
});
