import { expect, test } from 'vitest';
import { Deferred } from '../client/deferred.ts';
import { InputQueue } from './input-queue.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const settle = () => new Promise((resolve) => setTimeout(resolve));

function open(maxBytes = 8, maxAnswerBytes = 1024) {
  const calls: { text: string; answer: Deferred<void> }[] = [];
  const problems: { error: unknown; lostBytes: number }[] = [];
  const life = new AbortController();
  const queue = new InputQueue({
    send(bytes) {
      const answer = new Deferred<void>();
      calls.push({ text: decode(bytes), answer });
      return answer.promise;
    },
    maxBytes,
    maxAnswerBytes,
    onProblem: (error, lostBytes) => problems.push({ error, lostBytes }),
    signal: life.signal,
  });
  return { queue, calls, problems, life, texts: () => calls.map(({ text }) => text) };
}

test('a key goes out at once', () => {
  const { queue, texts } = open();
  queue.push(encode('a'), 'typed');
  expect(texts()).toEqual(['a']);
});

test('what is typed meanwhile goes together, after it', async () => {
  const { queue, calls, texts } = open();
  for (const key of ['a', 'b', 'c']) queue.push(encode(key), 'typed');
  expect(texts()).toEqual(['a']);
  calls[0]?.answer.resolve();
  await settle();
  expect(texts()).toEqual(['a', 'bc']);
});

test('a large paste goes in pieces, in order, one call at a time', async () => {
  const { queue, calls, texts } = open();
  const text = 'abcdefghijklmnopqrstuvwxyz';
  queue.push(encode(text), 'typed');
  queue.push(encode('!'), 'typed');
  for (let at = 0; at < 8; at += 1) {
    expect(calls.length).toBeLessThanOrEqual(at + 1);
    calls[at]?.answer.resolve();
    await settle();
  }
  expect(texts().every((piece) => piece.length <= 8)).toBe(true);
  expect(texts().join('')).toBe(`${text}!`);
});

test('what is lost is told, with all that waited behind it; later keys go out again', async () => {
  const { queue, calls, problems, texts } = open();
  queue.push(encode('abc'), 'typed');
  queue.push(encode('defg'), 'typed');
  const error = new Error('gone');
  calls[0]?.answer.reject(error);
  await settle();
  expect(problems).toEqual([{ error, lostBytes: 7 }]);
  queue.push(encode('h'), 'typed');
  expect(texts()).toEqual(['abc', 'h']);
});

test('after the end nothing is sent and nothing is told', async () => {
  const { queue, calls, problems, life, texts } = open();
  queue.push(encode('a'), 'typed');
  queue.push(encode('b'), 'typed');
  life.abort();
  calls[0]?.answer.reject(new Error('closed'));
  await settle();
  expect(texts()).toEqual(['a']);
  expect(problems).toEqual([]);
});

test('answers that nobody reads are bounded, whole, and no key is lost among them', async () => {
  const { queue, calls, texts } = open(8, 20);
  queue.push(encode('first'), 'typed');
  for (let at = 0; at < 1000; at += 1) queue.push(encode('<ab>'), 'answer');
  queue.push(encode('key'), 'typed');
  for (let at = 0; at < 1000; at += 1) queue.push(encode('<ab>'), 'answer');
  for (let at = 0; at < calls.length; at += 1) {
    calls[at]?.answer.resolve();
    await settle();
  }
  expect(texts().join('')).toBe(`first${'<ab>'.repeat(5)}key`);
});

test('answers go out again once the program reads', async () => {
  const { queue, calls, texts } = open(8, 8);
  for (const answer of ['<ab>', '<cd>', '<ef>', '<gh>']) queue.push(encode(answer), 'answer');
  expect(texts()).toEqual(['<ab>']);
  calls[0]?.answer.resolve();
  await settle();
  queue.push(encode('<ij>'), 'answer');
  calls[1]?.answer.reject(new Error('gone'));
  await settle();
  queue.push(encode('<kl>'), 'answer');
  queue.push(encode('<mn>'), 'answer');
  queue.push(encode('<op>'), 'answer');
  calls[2]?.answer.resolve();
  await settle();
  expect(texts()).toEqual(['<ab>', '<cd><ef>', '<kl>', '<mn><op>']);
});
