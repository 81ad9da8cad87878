import { expect, test } from 'vitest';
import { WriteScheduler } from './write-scheduler.ts';

const kib = 1024;

/** Terminals that draw up a slice when the test says so. */
function open() {
  const parsing: { name: string; length: number; done: () => void }[] = [];
  const drawn = new Map<string, number>();
  const order: string[] = [];
  let onFrame: ((nowMs: number | null) => void) | null = null;
  let nowMs = 0;
  const scheduler = new WriteScheduler({ nextFrame: (callback) => (onFrame = callback) });
  const terminal = (name: string, isVisible = false) =>
    scheduler.open({
      write: (bytes, done) => parsing.push({ name, length: bytes.length, done }),
      isVisible: () => isVisible,
    });
  const parseOne = () => {
    const next = parsing.shift();
    if (next === undefined) return false;
    drawn.set(next.name, (drawn.get(next.name) ?? 0) + next.length);
    order.push(next.name);
    next.done();
    return true;
  };
  const parseAll = () => {
    while (parseOne());
  };
  const frame = (durationMs = 16) => {
    nowMs += durationMs;
    const callback = onFrame;
    onFrame = null;
    callback?.(nowMs);
  };
  return { terminal, parsing, drawn, order, parseOne, parseAll, frame };
}

test('a terminal alone is never out of work: several slices wait in it, and no frame is waited for', () => {
  const { terminal, parsing, parseAll, drawn } = open();
  const lane = terminal('a', true);
  lane.push(new Uint8Array(1024 * kib));
  expect(parsing.length).toBe(8);
  parseAll();
  expect(drawn.get('a')).toBe(1024 * kib);
});

test('bytes come in order and whole', () => {
  const got: number[] = [];
  const waiting: (() => void)[] = [];
  const scheduler = new WriteScheduler({ nextFrame: (callback) => waiting.push(() => callback(null)) });
  const writer = (into: number[]) => ({
    write(bytes: Uint8Array, done: () => void) {
      into.push(...bytes);
      waiting.push(done);
    },
    isVisible: () => true,
  });
  const one = scheduler.open(writer(got));
  const other = scheduler.open(writer([]));
  const sent = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
  for (let at = 0; at < sent.length; at += 7919) {
    one.push(sent.subarray(at, at + 7919));
    other.push(new Uint8Array(40_000));
  }
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) next();
  expect(got).toEqual([...sent]);
});

test('twenty that flood get as much as each other, and a frame only so much', () => {
  const { terminal, drawn, parseAll, frame } = open();
  const lanes = Array.from({ length: 20 }, (_, at) => terminal(`t${at}`));
  for (const lane of lanes) lane.push(new Uint8Array(2048 * kib));
  parseAll();
  const sums: number[] = [];
  for (let at = 0; at < 200; at += 1) {
    frame(25);
    parseAll();
    sums.push([...drawn.values()].reduce((a, b) => a + b, 0));
  }
  const frames = sums.map((sum, at) => sum - (sums[at - 1] ?? 0)).slice(20);
  expect(Math.max(...frames)).toBeLessThanOrEqual(64 * kib);
  // The first may have been alone for a moment before the others came.
  const shares = lanes.slice(1).map((_, at) => drawn.get(`t${at + 1}`) ?? 0);
  expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(32 * kib);
  expect(Math.min(...shares)).toBeGreaterThan(0);
});

test('quick frames are given more', () => {
  const { terminal, drawn, parseAll, frame } = open();
  for (const lane of [terminal('a'), terminal('b')]) lane.push(new Uint8Array(50_000 * kib));
  const shares: number[] = [];
  let before = 0;
  for (let at = 0; at < 200; at += 1) {
    frame(16);
    parseAll();
    const sum = (drawn.get('a') ?? 0) + (drawn.get('b') ?? 0);
    shares.push(sum - before);
    before = sum;
  }
  expect(shares.at(-1)).toBeGreaterThan((shares[1] ?? 0) * 2);
});

test('those in view get two turns of three, and the others still theirs', () => {
  const { terminal, order, parseAll, frame } = open();
  const lanes = [terminal('hidden 1'), terminal('hidden 2'), terminal('seen', true), terminal('seen too', true)];
  for (const lane of lanes) lane.push(new Uint8Array(20_000 * kib));
  parseAll();
  for (let at = 0; at < 100; at += 1) {
    frame(25);
    parseAll();
  }
  const turns = order.slice(30);
  const seen = turns.filter((name) => name.startsWith('seen')).length;
  expect(seen / turns.length).toBeGreaterThan(0.5);
  expect(turns.filter((name) => name === 'hidden 1').length).toBeGreaterThan(10);
});

test('what was dropped is not drawn up any more, and the wait ends with what was handed over', async () => {
  const { terminal, parsing, parseAll, drawn } = open();
  const lane = terminal('a', true);
  lane.push(new Uint8Array(1024 * kib));
  const handed = parsing.reduce((sum, { length }) => sum + length, 0);
  const dropped = lane.drop();
  parseAll();
  await dropped;
  expect(drawn.get('a')).toBe(handed);
  lane.push(new Uint8Array(10));
  parseAll();
  expect(drawn.get('a')).toBe(handed + 10);
});
