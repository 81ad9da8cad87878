import type { Job, Transfer } from '../../../engine/contract/jobs.ts';
import type { TransferLayer } from '../../../engine/contract/transfers.ts';

/** A pull under way, with what a test says of it. */
export function makeTransfer(given: Partial<Transfer> = {}): Transfer {
  return {
    id: 't1',
    engine: 'bundled',
    kind: 'pull',
    name: 'nginx:1.28',
    references: ['nginx:1.28'],
    platform: '',
    state: 'active',
    startedAtMs: 1000,
    endedAtMs: null,
    attempt: 1,
    canRetry: true,
    steps: [],
    progress: makeProgress(),
    logEnd: 0,
    layers: [],
    result: null,
    failure: null,
    ...given,
  };
}

/** Nothing carried yet, with what a test says of it. */
export function makeProgress(given: Partial<Job['progress']> = {}): Job['progress'] {
  return { unit: 'bytes', done: 0, total: null, perSecond: null, remainingMs: null, ...given };
}

/** Layers in these states, of a megabyte each. */
export function makeLayers(...states: readonly TransferLayer['state'][]): TransferLayer[] {
  return states.map((state, index) => ({
    id: `layer${index}`,
    state,
    doneBytes: 0,
    totalBytes: 1_000_000,
    extractedBytes: 0,
  }));
}
