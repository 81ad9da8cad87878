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

interface AnnounceOptions {
  readonly page: Pick<PageStores, 'jobs' | 'toasts'>;
  readonly scopeOf: ScopeOf;
  readonly t: Translate;
  /** The page that is shown has rows for jobs that went wrong: a second place would only be in the way. */
  readonly areFailuresSeen: (engineId: string) => boolean;
}

/** Shows in a corner how jobs end, wherever they were begun and whatever the page shows then. What had ended before this page came is no news. */
export function announceEnds(options: AnnounceOptions): () => void {
  const { jobs, toasts } = options.page;
  let known = jobs.getState();
  return jobs.subscribe((state) => {
    const before = known;
    known = state;
    // Another service, or the first answer: its jobs ended before.
    if (before.epoch !== state.epoch) return;
    for (const [id, job] of state.rows) {
      const earlier = before.rows.get(id);
      if (earlier === job || isUnderWay(job)) continue;
      if (earlier !== undefined && earlier.endedAtMs === job.endedAtMs) continue;
      const toast = toastOf(job, options);
      if (toast !== null) toasts.show(toast);
    }
  });
}

function toastOf(job: Job, options: AnnounceOptions): ToastContent | null {
  const { t } = options;
  const problem = jobProblem(job);
  const view = viewOf(job);
  if (problem === null) return view.doneToast(job, t, () => options.scopeOf(job.engine).stores.dialogs);
  // Whoever cancelled it knows.
  if (problem.code === 'cancelled') return null;
  if (options.areFailuresSeen(job.engine)) return null;
  const { stores, verbs } = options.scopeOf(job.engine);
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
