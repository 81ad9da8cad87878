import { describe, expect, test } from 'vitest';
import type { Transfer } from '../../engine/contract/jobs.ts';
import { createI18n } from '../i18n/create-i18n.ts';
import { makeLayers, makeProgress, makeTransfer } from '../objects/test/make-transfer.ts';
import { viewOf } from './job-kinds.ts';

const { t } = createI18n('en');

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
    [{ kind: 'load', progress: makeProgress({ done: 1, total: 2 }) }, 'Sending the file to the engine'],
    [{ kind: 'import', progress: makeProgress({ done: 2, total: 2 }) }, 'The engine is reading the file'],
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
    const transfer = makeTransfer(given);
    expect(viewOf(transfer).stateWords(transfer, t)).toBe(words);
  });
});
