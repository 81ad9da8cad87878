import type { Job } from '../../engine/contract/jobs.ts';
import { type Offer, problemWords } from '../errors/problem-words.ts';
import type { Translate } from '../i18n/translate.ts';
import type { Stores } from '../stores/stores.ts';
import { jobProblem } from '../verbs/await-job.ts';
import type { VerbRunner } from '../verbs/run-verb.ts';
import type { Acts } from './job-kind.ts';
import { viewOf } from './job-kinds.ts';
import { retryJob } from './job-verbs.ts';

/** A way out of a job that failed, as a button. */
interface JobFix {
  readonly offer: Offer;
  readonly label: string;
  readonly act: () => void;
}

interface FixContext {
  readonly stores: Pick<Stores, 'dialogs' | 'client'>;
  readonly run: VerbRunner['run'];
  readonly t: Translate;
}

/** What can be done about a job that failed, safest first. */
export function fixesOf(job: Job, { stores, run, t }: FixContext): readonly JobFix[] {
  const problem = jobProblem(job);
  if (problem === null || problem.code === 'cancelled') return [];
  const { dialogs, client } = stores;
  const acts: Acts = {
    ...(job.canRetry && { retry: () => void run(retryJob, [job]) }),
    // Its progress and its failure show in the engine card.
    'start-engine': () => void client.engines.start().catch(() => {}),
    ...viewOf(job).acts(job, problem, dialogs),
  };
  return problemWords(problem, t).offers.flatMap((offer) => {
    const act = acts[offer];
    return act === undefined ? [] : [{ offer, label: labelOf(offer, t), act }];
  });
}

function labelOf(offer: Offer, t: Translate): string {
  switch (offer) {
    case 'retry':
      return t('verbs.offers.retry');
    case 'start-engine':
      return t('verbs.offers.startEngine');
    case 'show-containers':
      return t('verbs.offers.showContainers');
    case 'change-port':
      return t('verbs.offers.changePort');
    case 'change-name':
      return t('verbs.offers.changeName');
    case 'sign-in':
      return t('verbs.offers.signIn');
    case 'check-name':
      return t('verbs.offers.checkName');
    case 'choose-platform':
      return t('verbs.offers.choosePlatform');
    case 'add-certificate':
      return t('verbs.offers.addCertificate');
  }
}
