import { afterEach, expect, test, vi } from 'vitest';
import { createNowStore, keepTime } from './now-store.ts';

afterEach(() => {
  vi.useRealTimers();
});

function page(visibilityState: DocumentVisibilityState) {
  return Object.assign(new EventTarget(), { visibilityState });
}

test('ticks at the start of each minute, and not between', () => {
  vi.useFakeTimers({ now: 60_000 * 7 + 15_000 });
  const life = new AbortController();
  const store = createNowStore(Date.now);
  const seen: number[] = [];
  store.subscribe(({ nowMs }) => seen.push(nowMs / 60_000));
  keepTime(store, Date.now, page('visible'), life.signal);
  vi.advanceTimersByTime(150_000);
  expect(seen).toEqual([7.25, 8, 9]);
  life.abort();
  expect(vi.getTimerCount()).toBe(0);
});

test('rests while nobody sees the page, and is right at once when somebody does', () => {
  vi.useFakeTimers({ now: 0 });
  const life = new AbortController();
  const store = createNowStore(Date.now);
  const document = page('hidden');
  keepTime(store, Date.now, document, life.signal);
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(3_600_000);
  expect(store.getState().nowMs).toBe(0);
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  expect(store.getState().nowMs).toBe(3_600_000);
  life.abort();
});
