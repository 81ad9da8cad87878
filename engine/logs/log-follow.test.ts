import { expect, test } from 'vitest';
import type { Frame } from '../docker/demux.ts';
import { LogFollow, maxReadLines } from './log-follow.ts';

const never = new AbortController().signal;

async function* frames(count: number): AsyncGenerator<Frame> {
  for (let line = 0; line < count; line += 1)
    yield { stream: line % 2 === 0 ? 'stdout' : 'stderr', bytes: Buffer.from(`line ${line}\n`) };
}

async function untilEnded(follow: LogFollow) {
  let state = await follow.changes({ endLine: 0, ended: false }, never);
  while (!state.ended) state = await follow.changes(state, never);
  return state;
}

test('holds the last lines, in order, and drops the oldest', async () => {
  using follow = new LogFollow(
    () => frames(50_000),
    () => undefined,
  );
  const state = await untilEnded(follow);
  expect(state).toEqual({ firstLine: 30_000, endLine: 50_000, ended: true });
  expect(follow.read(0, 30_003).map(({ text }) => text)).toEqual(['line 30000', 'line 30001', 'line 30002']);
  expect(follow.read(49_999, 60_000)).toEqual([{ line: 49_999, time: '', stream: 'stderr', text: 'line 49999' }]);
  expect(follow.read(30_000, 50_000)).toHaveLength(maxReadLines);
});

test('says that it ended when the stream fails, and tells why', async () => {
  const errors: unknown[] = [];
  using follow = new LogFollow(
    async function* broken() {
      yield* frames(3);
      throw new Error('cut');
    },
    (error) => errors.push(error),
  );
  expect(await untilEnded(follow)).toMatchObject({ endLine: 3 });
  expect(errors).toHaveLength(1);
});

test('closing it ends the reading', async () => {
  let aborted = false;
  const follow = new LogFollow(
    async function* endless(signal) {
      yield* frames(1);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      aborted = true;
    },
    () => undefined,
  );
  await follow.changes({ endLine: 0, ended: false }, never);
  follow[Symbol.dispose]();
  await new Promise((resolve) => setImmediate(resolve));
  expect(aborted).toBe(true);
});
