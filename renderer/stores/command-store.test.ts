import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { plainEngine, scriptOn } from '../../engine/commands/command.ts';
import { startCommand, stopCommand } from '../../engine/commands/containers.ts';
import type { JournalEntry, JournalReport, Script } from '../../engine/contract/journal.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import { barContent, type CommandStore, createCommandStore } from './command-store.ts';

const start = scriptOn(plainEngine, startCommand(['web']));
const stop = scriptOn(plainEngine, stopCommand(['web']));
const act = { verbId: 'container.start', reading: false };
const look = { verbId: 'container.inspect', reading: true };
const problem: EngineProblem = { code: 'conflict', reason: 'none', params: {}, detail: 'no', callId: 'c' };

beforeEach(() => {
  vi.useFakeTimers({ now: 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A command bar, and what it reported to the journal. */
function open(report: () => Promise<void> = () => Promise.resolve()) {
  const reported: JournalReport[] = [];
  const store = createCommandStore({
    nowMs: Date.now,
    report(entry) {
      reported.push(entry);
      return report();
    },
  });
  return { store, reported };
}

const shown = (store: CommandStore) => barContent(store.getState());

/** An entry of the journal that another page reported. */
const entryOf = (id: string, script: Script): JournalEntry => ({
  id,
  verbId: 'container.stop',
  script: [...script],
  endedAtMs: 500,
  durationMs: 40,
  problem: null,
});

test('a hint goes 400 ms after it was left, back to what ran', () => {
  const store = open().store;
  expect(shown(store)).toEqual({ tag: 'empty' });
  store.begin(stop, act)(null);
  const leave = store.showHint(start);
  expect(shown(store)).toEqual({ tag: 'will-run', script: start });
  leave();
  vi.advanceTimersByTime(399);
  expect(shown(store)).toMatchObject({ tag: 'will-run' });
  vi.advanceTimersByTime(1);
  expect(shown(store)).toEqual({ tag: 'ran', script: stop, durationMs: 0 });
});

test('a newer hint is not taken away by the older one leaving', () => {
  const store = open().store;
  const leave = store.showHint(start);
  leave();
  store.showHint(stop);
  leave();
  vi.advanceTimersByTime(1000);
  expect(shown(store)).toEqual({ tag: 'will-run', script: stop });
});

test('running takes the place of a hint, and tells how long it took', () => {
  const store = open().store;
  store.showHint(start);
  const end = store.begin(start, act);
  expect(shown(store)).toEqual({ tag: 'running', script: start, startedAtMs: 1000 });
  vi.advanceTimersByTime(380);
  end(null);
  expect(shown(store)).toEqual({ tag: 'ran', script: start, durationMs: 380 });
});

test('a reading action never takes the place of a hint, and does not go into the journal', () => {
  const { store, reported } = open();
  store.showHint(start);
  store.begin(stop, look)(null);
  expect(shown(store)).toEqual({ tag: 'will-run', script: start });
  expect(reported).toEqual([]);
});

test('of several under way the newest shows, and each ends by itself', () => {
  const store = open().store;
  const endStart = store.begin(start, act);
  const endStop = store.begin(stop, act);
  expect(shown(store)).toMatchObject({ tag: 'running', script: stop });
  endStop(problem);
  expect(shown(store)).toMatchObject({ tag: 'running', script: start });
  endStart(null);
  expect(shown(store)).toMatchObject({ tag: 'ran', script: start });
});

test('what was done takes the place of what was meant', () => {
  const { store, reported } = open();
  store.begin(start, act)(null, stop);
  expect(shown(store)).toMatchObject({ tag: 'ran', script: stop });
  const script = stop.map(({ tokens }) => ({ engine: plainEngine.id, tokens }));
  expect(reported).toMatchObject([{ verbId: 'container.start', script, durationMs: 0, problem: null }]);
});

test('a failure shows its problem', () => {
  const store = open().store;
  store.begin(stop, act)(problem);
  expect(shown(store)).toEqual({ tag: 'failed', script: stop, problem });
});

test('what another page ran shows, and what this page ran is not shown a second time', () => {
  const { store, reported } = open();
  store.takeJournal([entryOf('a', stop)]);
  expect(shown(store)).toEqual({ tag: 'ran', script: stop, durationMs: 40 });
  store.begin(start, act)(null);
  store.begin(stop, look)(null);
  const own = entryOf(reported[0]?.id ?? '', start);
  store.takeJournal([entryOf('a', stop), own]);
  expect(shown(store)).toEqual({ tag: 'ran', script: stop, durationMs: 0 });
  store.takeJournal([entryOf('a', stop), own, entryOf('b', start)]);
  expect(shown(store)).toEqual({ tag: 'ran', script: start, durationMs: 40 });
});

test('the screen with which a page opens takes the place of nothing that was run, later ones do', () => {
  const looked = { tag: 'ran', script: start, durationMs: 0 };
  const ranElsewhere = { tag: 'ran', script: stop, durationMs: 40 };
  // Whichever comes first: the service says which engine it is, or what was run.
  const { store } = open();
  store.look(start);
  expect(shown(store)).toEqual(looked);
  store.takeJournal([entryOf('a', stop)]);
  expect(shown(store)).toEqual(ranElsewhere);
  const { store: other } = open();
  other.takeJournal([entryOf('a', stop)]);
  other.look(start);
  expect(shown(other)).toEqual(ranElsewhere);
  other.endOpening();
  other.look(start);
  expect(shown(other)).toEqual(looked);
});

test('what ran last follows how a shell reaches its engine', () => {
  const { store } = open();
  store.takeJournal([entryOf('a', stop)]);
  const named = stop.map((line) => ({
    ...line,
    engine: { id: '', shell: { kind: 'context', name: 'berth' } as const },
  }));
  store.takeJournal([entryOf('a', named)]);
  expect(shown(store)).toMatchObject({ script: named });
});

test('what the journal did not take stays in the bar', async () => {
  const { store } = open(() => Promise.reject(new Error('No connection.')));
  store.begin(start, act)(null);
  await vi.waitFor(() => expect(shown(store)).toMatchObject({ tag: 'ran', script: start }));
});

test('a hint by the pointer waits until a result could be read', () => {
  const store = open().store;
  expect(store.hoverDelayMs()).toBe(150);
  store.begin(stop, act)(null);
  expect(store.hoverDelayMs()).toBe(1500);
  vi.advanceTimersByTime(2000);
  expect(store.hoverDelayMs()).toBe(150);
});
