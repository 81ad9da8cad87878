import { RotateCw, X } from 'lucide-react';
import { scriptOn } from '../../engine/commands/command.ts';
import { pullCommand } from '../../engine/commands/transfers.ts';
import type { Job } from '../../engine/contract/jobs.ts';
import { isUnderWay } from '../objects/job.ts';
import { awaitJob } from '../verbs/await-job.ts';
import { forEachTarget } from '../verbs/for-each-target.ts';
import type { Verb } from '../verbs/verb.ts';
import { viewOf } from './job-kinds.ts';

const scriptOf: Verb<Job>['script'] = (engine, [job]) =>
  scriptOn(engine, job === undefined ? pullCommand('IMAGE', '') : viewOf(job).command(job));

const named = (targets: readonly Job[]) => ({ count: targets.length, name: targets[0]?.name ?? '' });

/** Ends what is under way: what Ctrl+C is for a docker command, so that it has no line of its own. */
export const cancelJob: Verb<Job> = {
  id: 'job.cancel',
  label: (t) => t('jobs.verbs.cancel.label'),
  title: (t, targets) => t('jobs.verbs.cancel.title', named(targets)),
  icon: X,
  hasNoLine: true,
  applies: (targets) => (targets.some(isUnderWay) ? true : 'verbs.refusals.hasEnded'),
  script: scriptOf,
  failure: (t, targets) => t('jobs.verbs.cancel.failure', named(targets)),
  run: forEachTarget(({ client }, { id }, { signal }) => client.jobs.cancel({ id }, { signal })),
};

/** Begins one that failed or was cancelled once more. One of a file that a page sends cannot. */
export const retryJob: Verb<Job> = {
  id: 'job.retry',
  label: (t) => t('jobs.verbs.retry.label'),
  title: (t, targets) => t('jobs.verbs.retry.title', named(targets)),
  icon: RotateCw,
  applies: (targets) => (targets.every(({ canRetry }) => canRetry) ? true : 'verbs.refusals.cannotBeginAgain'),
  script: scriptOf,
  failure: (t, targets) => t('jobs.verbs.retry.failure', named(targets)),
  run: forEachTarget(async ({ client, jobs }, { id, attempt }, { signal }) => {
    await client.jobs.retry({ id }, { signal });
    await awaitJob(jobs, id, attempt);
  }),
};

/** Takes those that have ended out of the list; nothing of Docker's changes. */
export const dismissJobs: Verb<Job> = {
  id: 'job.dismiss',
  label: (t) => t('jobs.verbs.dismiss.label'),
  title: (t, targets) => t('jobs.verbs.dismiss.title', named(targets)),
  icon: X,
  hasNoLine: true,
  applies: (targets) => (targets.length > 0 ? true : 'verbs.refusals.noTargets'),
  script: scriptOf,
  failure: (t, targets) => t('jobs.verbs.dismiss.failure', named(targets)),
  async run({ client }, targets, { signal }) {
    await client.jobs.dismiss({ ids: targets.map(({ id }) => id) }, { signal });
    return [];
  },
};
