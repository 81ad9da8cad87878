import { expect, test } from 'vitest';
import { ScreenKeeper } from './screen-keeper.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const settle = () => new Promise((resolve) => setTimeout(resolve));

function open(snapshot: (when: string) => string | null = (when) => when) {
  const kept: { offset: number; snapshot: string }[] = [];
  let timer: (() => void) | null = null;
  const keeper = new ScreenKeeper({
    offset: 100,
    snapshot,
    keep(offset, snapshot) {
      kept.push({ offset, snapshot });
      return Promise.resolve();
    },
    setTimer(callback) {
      timer = callback;
      return () => (timer = null);
    },
  });
  const second = () => {
    const callback = timer;
    timer = null;
    callback?.();
  };
  return { keeper, kept, second, hasTimer: () => timer !== null };
}

test('keeps the screen a second after the last output, once', () => {
  const { keeper, kept, second, hasTimer } = open();
  keeper.push(encode('hello'));
  second();
  expect(kept).toEqual([{ offset: 105, snapshot: 'atRest' }]);
  expect(hasTimer()).toBe(false);
  keeper.keep('atRest');
  expect(kept).toHaveLength(1);
});

test('keeps no screen that shows more than what was pushed, and the next one that does not', () => {
  let isWithinWrite = true;
  const { keeper, kept, second } = open((when) => (isWithinWrite ? null : when));
  keeper.push(encode('hello'));
  second();
  expect(kept).toEqual([]);
  isWithinWrite = false;
  keeper.push(encode('!'));
  second();
  expect(kept).toEqual([{ offset: 106, snapshot: 'atRest' }]);
});

test('waits while output comes', () => {
  const { keeper, kept, second } = open();
  keeper.push(encode('a'));
  keeper.push(encode('b'));
  second();
  expect(kept).toEqual([]);
  second();
  expect(kept).toEqual([{ offset: 102, snapshot: 'atRest' }]);
});

test('keeps a smaller one about every mebibyte', async () => {
  const { keeper, kept } = open();
  for (let at = 0; at < 64; at += 1) {
    keeper.push(encode('x'.repeat(64 * 1024)));
    await settle();
  }
  expect(kept.map(({ snapshot }) => snapshot)).toEqual(['whileBusy', 'whileBusy', 'whileBusy', 'whileBusy']);
});

test('never keeps one within a sequence', () => {
  const { keeper, kept, second } = open();
  keeper.push(encode('a\u001B[3'));
  second();
  expect(kept).toEqual([]);
  keeper.push(encode('1m'));
  second();
  expect(kept).toEqual([{ offset: 106, snapshot: 'atRest' }]);
});

test('has no timer after its end', () => {
  const { keeper, hasTimer } = open();
  keeper.push(encode('a'));
  keeper.close();
  expect(hasTimer()).toBe(false);
});

test('what was left out is behind the screen that is kept', () => {
  const { keeper, kept, second } = open();
  keeper.push(encode('hello'));
  keeper.skip(1000);
  second();
  second();
  expect(kept).toEqual([{ offset: 1105, snapshot: 'atRest' }]);
  keeper.skip(1000);
  keeper.keep('atRest');
  expect(kept).toHaveLength(1);
});
