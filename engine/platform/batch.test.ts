import { expect, test } from 'vitest';
import { Batch } from './batch.ts';

test('calls that come while a turn runs share the next one', async () => {
  const turns: string[][] = [];
  const first = Promise.withResolvers<undefined>();
  const begun = Promise.withResolvers<undefined>();
  const batch = new Batch<string, number>(0, async (items) => {
    turns.push([...items]);
    begun.resolve(undefined);
    if (turns.length === 1) await first.promise;
    return turns.length;
  });
  const early = ['a', 'b'].map((item) => batch.ask(item));
  await begun.promise;
  const late = ['c', 'd', 'e'].map((item) => batch.ask(item));
  first.resolve(undefined);
  expect(await Promise.all([...early, ...late])).toEqual([1, 1, 2, 2, 2]);
  expect(turns).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e'],
  ]);
});

test('a turn that fails rejects its own calls, and the next turn runs', async () => {
  const batch = new Batch<string, string>(0, async ([item = '']) => {
    if (item === 'bad') throw new Error('no');
    return item;
  });
  const failing = batch.ask('bad');
  await expect(failing).rejects.toThrow('no');
  expect(await batch.ask('good')).toBe('good');
});
