import { describe, expect, test } from 'vitest';
import type { Job } from '../../engine/contract/jobs.ts';
import { createI18n } from '../i18n/create-i18n.ts';
import { type CollectionState, createCollectionStore } from '../stores/collection-store.ts';
import { createDialogsStore } from '../stores/dialogs-store.ts';
import { createToastsStore } from '../stores/toasts-store.ts';
import { openPage } from '../verbs/test/page.ts';
import { announceEnds } from './announce-ends.ts';
import { makeProgress, makeTransfer } from '../objects/test/make-transfer.ts';

const failure = {
  code: 'unauthorized',
  reason: 'sign-in-needed',
  params: { registry: 'ghcr.io' },
  detail: 'denied',
} as const;

function follow(areFailuresSeen = false) {
  const jobs = createCollectionStore<Job>();
  const toasts = createToastsStore();
  const dialogs = createDialogsStore();
  const { t } = createI18n('en');
  const { stores, verbs } = openPage({});
  const scopeOf = () => ({ stores: { ...stores, dialogs }, verbs });
  announceEnds({ page: { jobs, toasts }, scopeOf, t, areFailuresSeen: () => areFailuresSeen });
  const show = (given: Partial<CollectionState<Job>>, ...rows: Job[]) =>
    jobs.setState({ epoch: 'e', freshness: 'live', rows: new Map(rows.map((row) => [row.id, row])), ...given });
  return { show, dialogs, told: () => toasts.getState().toasts };
}

describe('how jobs end is told', () => {
  test('but not what had ended before the page came', () => {
    const { show, told } = follow();
    show({}, makeTransfer({ state: 'done', endedAtMs: 5 }));
    expect(told()).toEqual([]);
    show(
      {},
      makeTransfer({ state: 'done', endedAtMs: 5 }),
      makeTransfer({ id: 't2', name: 'redis:7', state: 'done', endedAtMs: 9 }),
    );
    expect(told().map(({ title }) => title)).toEqual(['Pulled redis:7']);
  });

  test('once, and again when it ends again', () => {
    const { show, told } = follow();
    show({}, makeTransfer());
    show({}, makeTransfer({ state: 'failed', endedAtMs: 5, failure }));
    show({}, makeTransfer({ state: 'failed', endedAtMs: 5, failure, progress: makeProgress({ done: 1 }) }));
    expect(told()).toHaveLength(1);
    show({}, makeTransfer({ attempt: 2 }));
    show({}, makeTransfer({ attempt: 2, state: 'done', endedAtMs: 9 }));
    expect(told().map(({ title }) => title)).toEqual(['Couldn’t pull nginx:1.28.', 'Pulled nginx:1.28']);
  });

  test('a failure comes with its way out', () => {
    const { show, told, dialogs } = follow();
    show({}, makeTransfer());
    show({}, makeTransfer({ state: 'failed', endedAtMs: 5, failure }));
    const [toast] = told();
    expect(toast).toMatchObject({ tone: 'bad', details: 'denied', action: { label: 'Sign in…' } });
    toast?.action?.onAction();
    expect(dialogs.getState().open).toEqual({ kind: 'sign-in', address: 'ghcr.io', username: '' });
  });

  test('not who cancelled, and no failure where its row is seen', () => {
    const cancelled = follow();
    cancelled.show({}, makeTransfer());
    cancelled.show({}, makeTransfer({ state: 'cancelled', endedAtMs: 5 }));
    expect(cancelled.told()).toEqual([]);
    const seen = follow(true);
    seen.show({}, makeTransfer());
    seen.show({}, makeTransfer({ state: 'failed', endedAtMs: 5, failure }));
    expect(seen.told()).toEqual([]);
  });
});
