import { describe, expect, test } from 'vitest';
import type { Job } from '../../engine/contract/jobs.ts';
import { unreachableError } from '../client/engine-problem.ts';
import { makeTransfer } from '../objects/test/make-transfer.ts';
import { createCollectionStore } from '../stores/collection-store.ts';
import { awaitJob } from './await-job.ts';
import { PartialFailure } from './for-each-target.ts';
import { sendFile } from './send-file.ts';

function makeStore() {
  const store = createCollectionStore<Job>();
  const show = (...rows: Job[]) => store.setState({ rows: new Map(rows.map((row) => [row.id, row])) });
  return { store, show };
}

describe('the end of a job', () => {
  test('is waited for, also where the list has not heard of it yet', async () => {
    const { store, show } = makeStore();
    const ended = awaitJob(store, 't1');
    show();
    show(makeTransfer({}));
    show(makeTransfer({ state: 'done', endedAtMs: 1 }));
    await expect(ended).resolves.toBeUndefined();
  });

  test('that is a failure is one that is told already', async () => {
    const { store, show } = makeStore();
    const ended = awaitJob(store, 't1');
    const failure = { code: 'not-found', reason: 'tag-missing', params: {}, detail: 'x' } as const;
    show(makeTransfer({ state: 'failed', failure }));
    const error: unknown = await ended.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PartialFailure);
    expect(error).toMatchObject({ isTold: true });
    expect([...(error as PartialFailure).problems.values()]).toEqual([{ ...failure, callId: '' }]);
  });

  test('of an earlier attempt does not count; one that is cleared is over', async () => {
    const { store, show } = makeStore();
    show(makeTransfer({ state: 'failed', failure: { code: 'internal', reason: 'none', params: {}, detail: '' } }));
    const ended = awaitJob(store, 't1', 1);
    show(makeTransfer({ attempt: 2 }));
    show();
    await expect(ended).resolves.toBeUndefined();
  });
});

describe('a file', () => {
  test('is sent in pieces, one after the other, with an empty one at the end, and again where the connection was lost', async () => {
    const pieces: { offset: number; size: number }[] = [];
    let isSending = false;
    const size = 2 * 1024 * 1024 + 5;
    const file = {
      name: 'a.tar',
      size,
      slice: (start: number, end: number) => ({ arrayBuffer: () => Promise.resolve(new ArrayBuffer(end - start)) }),
    };
    let isLost = true;
    const send = async ({ offset, bytes }: { offset: number; bytes: Uint8Array }) => {
      expect(isSending).toBe(false);
      isSending = true;
      await Promise.resolve();
      isSending = false;
      if (offset > 0 && isLost) throw unreachableError('');
      pieces.push({ offset, size: bytes.length });
    };
    const whenConnected = () => {
      isLost = false;
      return Promise.resolve();
    };
    await sendFile({ client: { transfers: { send } }, whenConnected }, 't1', file, new AbortController().signal);
    expect(pieces).toEqual([
      { offset: 0, size: 1024 * 1024 },
      { offset: 1024 * 1024, size: 1024 * 1024 },
      { offset: 2 * 1024 * 1024, size: 5 },
      { offset: size, size: 0 },
    ]);
  });
});
