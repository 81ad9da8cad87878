import type { Transfer } from '../../engine/contract/transfers.ts';
import { problemDetails, problemWords } from '../errors/problem-words.ts';
import type { Translate } from '../i18n/translate.ts';
import type { PageStores } from '../stores/stores.ts';
import type { ToastContent } from '../stores/toasts-store.ts';
import { transferProblem } from '../verbs/await-job.ts';
import type { ScopeOf } from '../verbs/verbs-context.tsx';
import { fixesOf } from './transfer-fixes.ts';
import { imagesOf, isUnderWay } from './transfer-words.ts';

interface Telling {
  readonly page: Pick<PageStores, 'transfers' | 'toasts'>;
  readonly scopeOf: ScopeOf;
  readonly t: Translate;
  /** The page that is shown has rows for transfers that went wrong: a second place would only be in the way. */
  readonly areFailuresSeen: (engineId: string) => boolean;
}

/** Tells how transfers end, wherever they were begun and whatever the page shows then. What had ended before this page came is no news. */
export function tellEnds(telling: Telling): () => void {
  const { transfers, toasts } = telling.page;
  let known = transfers.getState();
  return transfers.subscribe((state) => {
    const before = known;
    known = state;
    // Another service, or the first answer: what it tells is what there was.
    if (before.epoch !== state.epoch) return;
    for (const [id, transfer] of state.rows) {
      const earlier = before.rows.get(id);
      if (earlier === transfer || isUnderWay(transfer)) continue;
      if (earlier !== undefined && earlier.endedAtMs === transfer.endedAtMs) continue;
      const told = toastOf(transfer, telling);
      if (told !== null) toasts.show(told);
    }
  });
}

function toastOf(transfer: Transfer, telling: Telling): ToastContent | null {
  const { t } = telling;
  const problem = transferProblem(transfer);
  if (problem === null) return doneToast(transfer, telling);
  // Whoever cancelled it knows.
  if (problem.code === 'cancelled') return null;
  if (telling.areFailuresSeen(transfer.engine)) return null;
  const { stores, verbs } = telling.scopeOf(transfer.engine);
  const [fix] = fixesOf(transfer, { stores, run: verbs.run, t });
  const details = problemDetails(problem, t);
  return {
    tone: 'bad',
    title: t(`transfers.failed.${transfer.kind}`, { name: transfer.name }),
    text: problemWords(problem, t).why,
    ...(details.length > 0 && { details: details.join('\n') }),
    ...(fix !== undefined && { action: { label: fix.label, onAction: fix.act } }),
  };
}

function doneToast({ engine, kind, name, result }: Transfer, { scopeOf, t }: Telling): ToastContent {
  const runIt = (image: string) => ({
    label: t('transfers.ended.run'),
    onAction: () => scopeOf(engine).stores.dialogs.show({ kind: 'run', image }),
  });
  switch (kind) {
    case 'pull':
      return result?.isUpToDate === true
        ? { tone: 'ok', title: t('transfers.ended.upToDate', { name }) }
        : { tone: 'ok', title: t('transfers.ended.pull', { name }), action: runIt(name) };
    case 'load': {
      const [first] = result?.images ?? [];
      const title = t('transfers.ended.load', { names: imagesOf(result, t) || name });
      return { tone: 'ok', title, ...(first !== undefined && { action: runIt(first) }) };
    }
    case 'save':
      return { tone: 'ok', title: t('transfers.ended.save', { name }), text: result?.path ?? '' };
    case 'push':
      return { tone: 'ok', title: t('transfers.ended.push', { name }) };
    case 'import':
      return { tone: 'ok', title: t('transfers.ended.import', { name: imagesOf(result, t) || name }) };
  }
}
