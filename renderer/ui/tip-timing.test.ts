import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TipTiming } from './tip-timing.ts';

const tip = (label: string) => ({ label, target: { isConnected: true } });

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const shown: (string | null)[] = [];
  const timing = new TipTiming<ReturnType<typeof tip>>((next) => shown.push(next?.label ?? null));
  return { timing, shown };
}

test('closing reports nothing while none is shown', () => {
  const { timing, shown } = open();
  for (let turn = 0; turn < 3; turn += 1) timing.close();
  timing.hover(null);
  timing.hover(tip('soon'));
  timing.close();
  vi.advanceTimersByTime(1000);
  expect(shown).toEqual([]);
});

test('a tooltip opens after a rest, and closes once', () => {
  const { timing, shown } = open();
  timing.hover(tip('one'));
  vi.advanceTimersByTime(499);
  expect(shown).toEqual([]);
  vi.advanceTimersByTime(1);
  timing.hover(null);
  timing.close();
  expect(shown).toEqual(['one', null]);
});

test('a neighbour opens at once, and the same target stays open', () => {
  const { timing, shown } = open();
  const one = tip('one');
  timing.hover(one);
  vi.advanceTimersByTime(500);
  timing.hover(one);
  timing.hover(tip('two'));
  vi.advanceTimersByTime(0);
  expect(shown).toEqual(['one', null, 'two']);
});

test('a target that left the page opens nothing', () => {
  const { timing, shown } = open();
  const gone = tip('gone');
  timing.focus(gone);
  gone.target.isConnected = false;
  vi.advanceTimersByTime(500);
  expect(shown).toEqual([]);
});
