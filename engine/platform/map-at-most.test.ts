import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mapAtMost } from './map-at-most.ts';

test('results are in the order of the items, and no more than the limit run at once', async () => {
  let running = 0;
  let most = 0;
  const results = await mapAtMost([5, 1, 4, 2, 3, 0], 2, async (turns) => {
    most = Math.max(most, (running += 1));
    for (let left = turns; left > 0; left -= 1) await turn();
    running -= 1;
    return turns * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30, 0]);
  expect(most).toBe(2);
  expect(await mapAtMost([], 2, () => Promise.reject(new Error('never')))).toEqual([]);
});

test('a failure is thrown, and nothing more is begun', async () => {
  const begun: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    await turn();
    if (item === 1) throw new Error('one');
  };
  await expect(mapAtMost([0, 1, 2, 3, 4, 5, 6, 7], 2, work)).rejects.toThrow('one');
  for (let turns = 0; turns < 10; turns += 1) await turn();
  expect(begun.length).toBeLessThan(5);
});
