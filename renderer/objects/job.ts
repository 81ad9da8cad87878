import type { Job } from '../../engine/contract/jobs.ts';

/** Whether it has not ended yet. */
export function isUnderWay({ state }: Pick<Job, 'state'>): boolean {
  return state === 'active' || state === 'waiting';
}
