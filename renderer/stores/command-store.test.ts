import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startCommand, stopCommand } from '../../engine/commands/containers.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import { barContent, createCommandStore } from './command-store.ts';

const start = startCommand(['web']);
const stop = stopCommand(['web']);
const problem: EngineProblem = { code: 'conflict', reason: 'none', params: {}, detail: 'no', callId: 'c' };

beforeEach(() => {
  vi.useFakeTimers({ now: 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const shown = (store: ReturnType<typeof createCommandStore>) => barContent(store.getState());

test('a hint goes 400 ms after it was left, back to what ran', () => {
  const store = createCommandStore(Date.now);
  expect(shown(store)).toEqual({ tag: 'empty' });
  store.begin(stop, { reading: false })(null);
  const leave = store.showHint(start);
  expect(shown(store)).toEqual({ tag: 'will-run', command: start });
  leave();
  vi.advanceTimersByTime(399);
  expect(shown(store)).toMatchObject({ tag: 'will-run' });
  vi.advanceTimersByTime(1);
  expect(shown(store)).toEqual({ tag: 'ran', command: stop, durationMs: 0 });
});

test('a newer hint is not taken away by the older one leaving', () => {
  const store = createCommandStore(Date.now);
  const leave = store.showHint(start);
  leave();
  store.showHint(stop);
  leave();
  vi.advanceTimersByTime(1000);
  expect(shown(store)).toEqual({ tag: 'will-run', command: stop });
});

test('running takes the place of a hint, and tells how long it took', () => {
  const store = createCommandStore(Date.now);
  store.showHint(start);
  const end = store.begin(start, { reading: false });
  expect(shown(store)).toEqual({ tag: 'running', command: start, startedAtMs: 1000 });
  vi.advanceTimersByTime(380);
  end(null);
  expect(shown(store)).toEqual({ tag: 'ran', command: start, durationMs: 380 });
});

test('a reading action never takes the place of a hint', () => {
  const store = createCommandStore(Date.now);
  store.showHint(start);
  store.begin(stop, { reading: true })(null);
  expect(shown(store)).toEqual({ tag: 'will-run', command: start });
  expect(store.getState().journal).toHaveLength(1);
});

test('of several under way the newest shows, and each ends by itself', () => {
  const store = createCommandStore(Date.now);
  const endStart = store.begin(start, { reading: false });
  const endStop = store.begin(stop, { reading: false });
  expect(shown(store)).toMatchObject({ tag: 'running', command: stop });
  endStop(problem);
  expect(shown(store)).toMatchObject({ tag: 'running', command: start });
  endStart(null);
  expect(shown(store)).toMatchObject({ tag: 'ran', command: start });
  expect(store.getState().journal.map(({ command }) => command)).toEqual([start, stop]);
});

test('what was done takes the place of what was meant', () => {
  const store = createCommandStore(Date.now);
  store.begin(start, { reading: false })(null, stop);
  expect(shown(store)).toMatchObject({ tag: 'ran', command: stop });
  expect(store.getState().journal.map(({ command }) => command)).toEqual([stop]);
});

test('a failure shows its problem', () => {
  const store = createCommandStore(Date.now);
  store.begin(stop, { reading: false })(problem);
  expect(shown(store)).toEqual({ tag: 'failed', command: stop, problem });
});

test('the journal is bounded', () => {
  const store = createCommandStore(Date.now);
  for (let at = 0; at < 600; at += 1) store.begin(start, { reading: false })(null);
  const { journal } = store.getState();
  expect(journal).toHaveLength(500);
  expect(journal[0]?.id).toBe(600);
});

test('a hint by the pointer waits until a result could be read', () => {
  const store = createCommandStore(Date.now);
  expect(store.hoverDelayMs()).toBe(150);
  store.begin(stop, { reading: false })(null);
  expect(store.hoverDelayMs()).toBe(1500);
  vi.advanceTimersByTime(2000);
  expect(store.hoverDelayMs()).toBe(150);
});
