import { describe, expect, test } from 'vitest';
import type { Transfer } from '../../engine/contract/transfers.ts';
import { createI18n } from '../i18n/create-i18n.ts';
import { createWords } from '../i18n/use-words.ts';
import { makeLayers, makeTransfer } from '../objects/test/make-transfer.ts';
import { inOrder, numberWords, stateWords, sumOf } from './transfer-words.ts';

const { t, format } = createWords(createI18n('en'));

describe('what a transfer is doing', () => {
  test.each<[Partial<Transfer>, string]>([
    [{}, 'Asking the registry'],
    [{ layers: makeLayers('exists', 'downloading', 'downloaded', 'waiting') }, 'Downloading, 1 of 3 layers'],
    [{ layers: makeLayers('downloading') }, 'Downloading, 0 of 1 layer'],
    [{ layers: makeLayers('done', 'extracting', 'downloaded') }, 'Unpacking, 1 of 3 layers'],
    [{ layers: makeLayers('done', 'done') }, 'Finishing'],
    [{ layers: makeLayers('exists') }, 'Finishing'],
    [{ layers: makeLayers('downloading', 'retrying') }, 'Connection lost, trying again'],
    [{ kind: 'push', layers: makeLayers('uploading', 'done', 'exists') }, 'Uploading, 1 of 2 layers'],
    [{ kind: 'load', doneBytes: 1, totalBytes: 2 }, 'Sending the file to the engine'],
    [{ kind: 'import', doneBytes: 2, totalBytes: 2 }, 'The engine is reading the file'],
    [{ kind: 'save' }, 'Writing the file'],
    [{ state: 'waiting' }, 'Waiting for the engine. The transfer then continues by itself.'],
    [{ state: 'cancelled' }, 'Cancelled'],
    [{ state: 'cancelled', kind: 'load' }, 'Cancelled. Load the file again to send it again.'],
    [{ state: 'done', result: { digest: '', images: [], isUpToDate: true, path: '' } }, 'Up to date, nothing newer'],
    [
      {
        state: 'done',
        kind: 'load',
        result: { digest: '', images: ['a:1', `sha256:${'9'.repeat(64)}`], isUpToDate: false, path: '' },
      },
      'Loaded a:1 and 999999999999',
    ],
    [
      { state: 'done', kind: 'save', result: { digest: '', images: [], isUpToDate: false, path: '/tmp/a.tar' } },
      'Saved to /tmp/a.tar',
    ],
  ])('%o: %s', (given, words) => {
    expect(stateWords(makeTransfer(given), t)).toBe(words);
  });
});

describe('its numbers', () => {
  test('bytes, rate and time left as far as they are known', () => {
    const numbers = (given: Partial<Transfer>) => numberWords(makeTransfer(given), t, format);
    expect(numbers({})).toEqual([]);
    expect(numbers({ doneBytes: 500_000 })).toEqual(['500 kB']);
    expect(numbers({ doneBytes: 500_000, totalBytes: 2_000_000, bytesPerSecond: 250_000, remainingMs: 6000 })).toEqual([
      '500 kB of 2 MB',
      '250 kB/s',
      '6.0 s left',
    ]);
    expect(numbers({ state: 'done', doneBytes: 2_000_000, endedAtMs: 13_000 })).toEqual(['2 MB', 'in 12 s']);
    expect(numbers({ state: 'failed', doneBytes: 1, bytesPerSecond: 3 })).toEqual([]);
  });

  test('of several are added up; one that does not know makes the sum unknown', () => {
    const known = makeTransfer({ doneBytes: 1, totalBytes: 4 });
    const ended = makeTransfer({ state: 'done', doneBytes: 9, totalBytes: 9 });
    expect(sumOf([known, known, ended])).toEqual({ doneBytes: 2, totalBytes: 8 });
    expect(sumOf([known, makeTransfer({})])).toEqual({ doneBytes: 1, totalBytes: null });
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
