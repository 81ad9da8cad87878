import { describe, expect, test } from 'vitest';
import type { Transfer } from '../../engine/contract/jobs.ts';
import { createI18n } from '../i18n/create-i18n.ts';
import { createWords } from '../i18n/use-words.ts';
import { makeProgress, makeTransfer } from '../objects/test/make-transfer.ts';
import { inOrder, numberWords, sumOf } from './job-words.ts';

const { t, format } = createWords(createI18n('en'));

describe('the numbers of a job', () => {
  test('an amount, rate or time left that is not known is left out', () => {
    const numbers = (given: Partial<Transfer>) => numberWords(makeTransfer(given), t, format);
    expect(numbers({})).toEqual([]);
    expect(numbers({ progress: makeProgress({ done: 500_000 }) })).toEqual(['500 kB']);
    expect(
      numbers({ progress: makeProgress({ done: 500_000, total: 2_000_000, perSecond: 250_000, remainingMs: 6000 }) }),
    ).toEqual(['500 kB of 2 MB', '250 kB/s', '6.0 s left']);
    expect(numbers({ state: 'done', progress: makeProgress({ done: 2_000_000 }), endedAtMs: 13_000 })).toEqual([
      '2 MB',
      'in 12 s',
    ]);
    expect(numbers({ progress: makeProgress({ unit: 'steps', done: 2, total: 5, perSecond: 3 }) })).toEqual(['2 of 5']);
    expect(numbers({ state: 'failed', progress: makeProgress({ done: 1, perSecond: 3 }) })).toEqual([]);
  });

  test('of several are added up; one that does not know, or counts another thing, makes the sum unknown', () => {
    const known = makeTransfer({ progress: makeProgress({ done: 1, total: 4 }) });
    const ended = makeTransfer({ state: 'done', progress: makeProgress({ done: 9, total: 9 }) });
    expect(sumOf([known, known, ended])).toEqual({ done: 2, total: 8 });
    const steps = makeTransfer({ progress: makeProgress({ unit: 'steps', done: 1, total: 4 }) });
    expect(sumOf([known, steps]).total).toBeNull();
    expect(sumOf([known, makeTransfer({})])).toEqual({ done: 1, total: null });
  });
});

test('those under way come first, then the newest', () => {
  const rows = [
    makeTransfer({ id: 'old', state: 'done', startedAtMs: 1 }),
    makeTransfer({ id: 'new', state: 'failed', startedAtMs: 3 }),
    makeTransfer({ id: 'now', startedAtMs: 2 }),
  ];
  expect(inOrder(new Map(rows.map((row) => [row.id, row]))).map(({ id }) => id)).toEqual(['now', 'new', 'old']);
});
