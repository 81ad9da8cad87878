import type { Job } from '../../engine/contract/jobs.ts';
import { problemDetails, problemWords } from '../errors/problem-words.ts';
import type { Translate } from '../i18n/translate.ts';
import { isUnderWay } from '../objects/job.ts';
import type { PageStores } from '../stores/stores.ts';
import type { ToastContent } from '../stores/toasts-store.ts';
import { jobProblem } from '../verbs/await-job.ts';
import type { ScopeOf } from '../verbs/verbs-context.tsx';
import { fixesOf } from './job-fixes.ts';
import { viewOf } from './job-kinds.ts';

interface Telling {
  readonly page: Pick<PageStores, 'jobs' | 'toasts'>;
  readonly scopeOf: ScopeOf;
  readonly t: Translate;
  /** The page that is shown has rows for jobs that went wrong: a second place would only be in the way. */
  readonly areFailuresSeen: (engineId: string) => boolean;
}

/** Tells how jobs end, wherever they were begun and whatever the page shows then. What had ended before this page came is no news. */
export function tellEnds(telling: Telling): () => void {
  const { jobs, toasts } = telling.page;
  let known = jobs.getState();
  return jobs.subscribe((state) => {
    const before = known;
    known = state;
    // Another service, or the first answer: what it tells is what there was.
    if (before.epoch !== state.epoch) return;
    for (const [id, job] of state.rows) {
      const earlier = before.rows.get(id);
      if (earlier === job || isUnderWay(job)) continue;
      if (earlier !== undefined && earlier.endedAtMs === job.endedAtMs) continue;
      const told = toastOf(job, telling);
      if (told !== null) toasts.show(told);
    }
  });
}

function toastOf(job: Job, telling: Telling): ToastContent | null {
  const { t } = telling;
  const problem = jobProblem(job);
  const view = viewOf(job);
  if (problem === null) return view.doneToast(job, t, () => telling.scopeOf(job.engine).stores.dialogs);
  // Whoever cancelled it knows.
  if (problem.code === 'cancelled') return null;
  if (telling.areFailuresSeen(job.engine)) return null;
  const { stores, verbs } = telling.scopeOf(job.engine);
  const [fix] = fixesOf(job, { stores, run: verbs.run, t });
  const details = problemDetails(problem, t);
  return {
    tone: 'bad',
    title: view.failureTitle(job, t),
    text: problemWords(problem, t).why,
    ...(details.length > 0 && { details: details.join('\n') }),
    ...(fix !== undefined && { action: { label: fix.label, onAction: fix.act } }),
  };
}
