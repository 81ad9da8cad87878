import { expect, test } from 'vitest';
import { type Output, ReadAhead } from './read-ahead.ts';

/** A service with these answers, the last one given as soon as it is there. */
function open(answers: readonly Output[]) {
  const asked: number[] = [];
  const taken: number[] = [];
  const life = new AbortController();
  const ahead = new ReadAhead({
    offset: 100,
    signal: life.signal,
    read(offset, signal) {
      const answer = answers[asked.length];
      asked.push(offset);
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => {
          taken.push(offset);
          reject(new Error('taken back'));
        });
        if (answer !== undefined) resolve(answer);
      });
    },
  });
  return { ahead, asked, taken, life };
}

const output = (length: number, skippedBytes = 0): Output => ({ skippedBytes, bytes: new Uint8Array(length) });

test('the next is asked for while one is drawn, behind what was left out', async () => {
  const { ahead, asked } = open([output(10), output(5, 1000), output(3)]);
  expect((await ahead.next()).bytes).toHaveLength(10);
  expect(asked).toEqual([100, 110]);
  expect(await ahead.next()).toEqual(output(5, 1000));
  expect(asked).toEqual([100, 110, 1115]);
});

test('the end is the last answer', async () => {
  const { ahead, asked } = open([output(10), output(0)]);
  await ahead.next();
  expect((await ahead.next()).bytes).toHaveLength(0);
  expect(asked).toEqual([100, 110]);
});

test('who ends, or closes, takes the open question back', async () => {
  const ended = open([output(10)]);
  await ended.ahead.next();
  ended.life.abort();
  expect(ended.taken).toContain(110);
  await expect(ended.ahead.next()).rejects.toThrow('taken back');
  const closed = open([output(10)]);
  await closed.ahead.next();
  closed.ahead.close();
  expect(closed.taken).toContain(110);
});
