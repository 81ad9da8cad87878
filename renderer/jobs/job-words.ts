import type { Job } from '../../engine/contract/jobs.ts';
import type { Format } from '../i18n/use-words.ts';
import type { Translate } from '../i18n/translate.ts';
import { isUnderWay } from '../objects/job.ts';

/** The amount, rate and time left that are known; of a job that is done, its amount and duration. */
export function numberWords(job: Job, t: Translate, format: Pick<Format, 'diskSize'>): readonly string[] {
  const { state, progress, startedAtMs, endedAtMs } = job;
  const { unit, done, perSecond, remainingMs } = progress;
  if (state === 'failed' || state === 'cancelled') return [];
  if (state === 'done') {
    if (done === 0) return [];
    const took = endedAtMs === null ? [] : [t('jobs.took', { ms: endedAtMs - startedAtMs })];
    return [...(unit === 'bytes' ? [format.diskSize(done)] : []), ...took];
  }
  return [
    ...amountWords(job, t, format),
    ...(unit === 'bytes' && perSecond !== null && perSecond > 0 ? [t('jobs.rate', { bytes: perSecond })] : []),
    ...(remainingMs !== null && remainingMs > 0 ? [t('jobs.left', { ms: Math.max(1000, remainingMs) })] : []),
  ];
}

function amountWords({ progress }: Job, t: Translate, format: Pick<Format, 'diskSize'>): readonly string[] {
  const { unit, done, total } = progress;
  if (total !== null && total > 0) return [t(unit === 'bytes' ? 'jobs.bytes' : 'jobs.steps', { done, total })];
  return unit === 'bytes' && done > 0 ? [format.diskSize(done)] : [];
}

/** Those under way first, then the newest first. */
export function inOrder(rows: ReadonlyMap<string, Job>): readonly Job[] {
  return [...rows.values()].sort(
    (a, b) => Number(isUnderWay(b)) - Number(isUnderWay(a)) || b.startedAtMs - a.startedAtMs || (a.id < b.id ? -1 : 1),
  );
}

/** The sums of all active jobs. `total` is null where one has none, or where their units differ. */
export function sumOf(jobs: readonly Job[]): { done: number; total: number | null } {
  const counts = jobs.filter(isUnderWay).map(({ progress }) => progress);
  const isOneUnit = new Set(counts.map(({ unit }) => unit)).size === 1;
  let done = 0;
  let total: number | null = isOneUnit ? 0 : null;
  for (const count of counts) {
    done += count.done;
    total = total === null || count.total === null ? null : total + count.total;
  }
  return { done, total: total === 0 ? null : total };
}
