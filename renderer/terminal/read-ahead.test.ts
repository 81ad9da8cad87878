import { expect, test } from 'vitest';
import { ReadAhead } from './read-ahead.ts';

/** A service with so many bytes, in answers of ten at most. */
function open(length: number, aheadBytes = 30) {
  const asked: number[] = [];
  const taken: number[] = [];
  let isEnded = false;
  const life = new AbortController();
  const ahead = new ReadAhead({
    fullBytes: 10,
    aheadBytes: () => aheadBytes,
    signal: life.signal,
    read(offset, signal) {
      asked.push(offset);
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => {
          taken.push(offset);
          reject(new Error('taken back'));
        });
        const bytes = Uint8Array.from({ length: Math.min(10, Math.max(0, length - offset)) }, (_, at) => offset + at);
        if (bytes.length > 0 || isEnded) resolve(bytes);
      });
    },
  });
  return { ahead, asked, taken, life, end: () => (isEnded = true) };
}

test('what is typed back is read one by one', async () => {
  const { ahead, asked } = open(7);
  expect([...(await ahead.next(0))]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(asked).toEqual([0]);
});

test('a flood is asked for ahead, and comes in order and whole', async () => {
  const { ahead, asked, end } = open(95);
  end();
  const got: number[] = [];
  for (;;) {
    const bytes = await ahead.next(got.length);
    if (bytes.length === 0) break;
    got.push(...bytes);
    expect(asked.length * 10).toBeLessThanOrEqual(got.length + 50);
  }
  expect(got).toEqual(Array.from({ length: 95 }, (_, at) => at));
  expect(asked.filter((offset) => offset === 30)).toHaveLength(1);
});

test('a piece that is not full takes the questions after it back', async () => {
  const { ahead, taken } = open(14);
  expect(await ahead.next(0)).toHaveLength(10);
  expect(await ahead.next(10)).toHaveLength(4);
  expect(taken).toEqual([20, 30]);
});

test('the end takes everything back', async () => {
  const { ahead, taken, life } = open(10);
  await ahead.next(0);
  life.abort();
  expect(taken).toEqual([10, 20, 30]);
  await expect(ahead.next(10)).rejects.toThrow('taken back');
});
