import type { Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { DrawRate, drawAt } from './draw-rate.ts';

/** Frames that come when the test says so. */
function makeFrames() {
  const waiting = new Map<number, FrameRequestCallback>();
  let id = 0;
  return {
    requestAnimationFrame: (callback: FrameRequestCallback) => {
      waiting.set(++id, callback);
      return id;
    },
    cancelAnimationFrame: (asked: number) => void waiting.delete(asked),
    paint(nowMs: number) {
      const now = [...waiting.values()];
      waiting.clear();
      for (const callback of now) callback(nowMs);
    },
  };
}

test('a terminal that gets little draws each frame', () => {
  const frames = makeFrames();
  const rate = new DrawRate(frames);
  const drawn: number[] = [];
  for (let nowMs = 0; nowMs < 160; nowMs += 16) {
    rate.count(100);
    rate.requestAnimationFrame((at) => drawn.push(at));
    frames.paint(nowMs);
  }
  expect(drawn).toHaveLength(10);
});

test('one that is flooded draws every second frame, and what it has in the end', () => {
  const frames = makeFrames();
  const rate = new DrawRate(frames);
  const drawn: number[] = [];
  let isAsked = false;
  const ask = () => {
    if (isAsked) return;
    isAsked = true;
    rate.requestAnimationFrame((at) => {
      isAsked = false;
      drawn.push(at);
    });
  };
  for (let nowMs = 0; nowMs < 160; nowMs += 16) {
    rate.count(200_000);
    ask();
    frames.paint(nowMs);
  }
  expect(drawn).toEqual([0, 32, 64, 96, 128]);
  rate.count(200_000);
  ask();
  frames.paint(160);
  expect(drawn.at(-1)).toBe(160);
});

test('what is called off is not drawn, also while it waits for its frame', () => {
  const frames = makeFrames();
  const rate = new DrawRate(frames);
  const drawn: number[] = [];
  rate.requestAnimationFrame((at) => drawn.push(at));
  frames.paint(0);
  rate.count(200_000);
  const id = rate.requestAnimationFrame((at) => drawn.push(at));
  frames.paint(16);
  rate.cancelAnimationFrame(id);
  frames.paint(64);
  expect(drawn).toEqual([0]);
});

test('nothing is drawn once it is over, whatever was asked for before or is after', () => {
  const frames = makeFrames();
  const rate = new DrawRate(frames);
  const drawn: number[] = [];
  const ask = () => rate.requestAnimationFrame((at) => drawn.push(at));
  ask();
  frames.paint(0);
  ask();
  // Flooded: it waits for a later frame.
  rate.count(200_000);
  ask();
  frames.paint(16);
  rate.end();
  ask();
  frames.paint(64);
  expect(drawn).toEqual([0]);
});

test('colours that a program sets reach the renderer once a frame', () => {
  const frames = makeFrames();
  const colors = { background: 'none' };
  const seen: string[] = [];
  const changes = { fire: (next: typeof colors) => seen.push(next.background) };
  // What xterm 6.0.0 has inside, as far as it is needed.
  const terminal = { _core: { _themeService: { _onChangeColors: changes, colors } } };
  drawAt(terminal as unknown as Terminal, new DrawRate(frames));
  for (const colour of ['red', 'green', 'blue']) {
    colors.background = colour;
    changes.fire(colors);
  }
  expect(seen).toEqual([]);
  frames.paint(0);
  expect(seen).toEqual(['blue']);
});
