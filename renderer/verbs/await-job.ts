import type { Job } from '../../engine/contract/jobs.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import { isUnderWay } from '../objects/job.ts';
import type { CollectionStore } from '../stores/collection-store.ts';
import { PartialFailure } from './for-each-target.ts';

/** One that the list has not heard of by then was dismissed in another window before this page saw it. */
const unseenMs = 10_000;

/** Why a job failed, as every other failed call; null for one that did not. */
export function jobProblem({ state, failure }: Job): EngineProblem | null {
  if (state === 'cancelled') return { code: 'cancelled', reason: 'none', params: {}, detail: '', callId: '' };
  return state === 'failed' && failure !== null ? { ...failure, callId: '' } : null;
}

/**
 * Resolves when the job is done, and rejects with why it failed; the page tells of it by itself, so that the failure is marked as told.
 * `after` is the attempt that is over already, of one that begins again.
 */
export function awaitJob(store: CollectionStore<Job>, id: string, after = 0): Promise<void> {
  return new Promise((resolve, reject) => {
    let hasSeen = false;
    const end = (problem: EngineProblem | null) => {
      clearTimeout(timer);
      leave();
      if (problem === null) resolve();
      else reject(new PartialFailure(new Map([[id, problem]]), true));
    };
    const look = () => {
      const job = store.getState().rows.get(id);
      if (job === undefined) {
        if (hasSeen) end(null);
        return;
      }
      hasSeen = true;
      clearTimeout(timer);
      if (!isUnderWay(job) && job.attempt > after) end(jobProblem(job));
    };
    const timer = setTimeout(() => end(null), unseenMs);
    const leave = store.subscribe(look);
    look();
  });
}
