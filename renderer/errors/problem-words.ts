import type { EngineProblem } from '../client/engine-problem.ts';
import type { Translate } from '../i18n/translate.ts';

/** A way on that the page can offer as a button; whoever shows the problem knows what it does. */
export type Offer = 'retry' | 'start-engine' | 'show-containers' | 'change-port' | 'change-name' | 'reload';

export interface ProblemWords {
  /** What happened, when no verb tells it better. */
  readonly title: string;
  /** Why, in a sentence or two; never only a code. */
  readonly why: string;
  /** Safest first. */
  readonly offers: readonly Offer[];
}

/** Plain words for a failed call. */
export function problemWords(problem: EngineProblem, t: Translate): ProblemWords {
  return { title: titleOf(problem, t), ...reasonWords(problem, t) };
}

/** What the person may copy into a report: the engine's own words, and the id under which the service logged the call. */
export function problemDetails(problem: EngineProblem, t: Translate): readonly string[] {
  const { detail, callId } = problem;
  return [...(detail === '' ? [] : [detail]), ...(callId === '' ? [] : [t('errors.callId', { callId })])];
}

function titleOf({ code }: EngineProblem, t: Translate): string {
  switch (code) {
    case 'unreachable':
      return t('errors.titles.unreachable');
    case 'unauthorized':
      return t('errors.titles.unauthorized');
    case 'not-found':
      return t('errors.titles.notFound');
    case 'conflict':
      return t('errors.titles.conflict');
    case 'invalid':
      return t('errors.titles.invalid');
    case 'unsupported':
      return t('errors.titles.unsupported');
    case 'cancelled':
      return t('errors.titles.cancelled');
    case 'timeout':
      return t('errors.titles.timeout');
    case 'rejected':
      return t('errors.titles.rejected');
    case 'internal':
      return t('errors.titles.internal');
  }
}

type Reasoned = Omit<ProblemWords, 'title'>;

function reasonWords(problem: EngineProblem, t: Translate): Reasoned {
  const { reason, params } = problem;
  const port = params['port'];
  const name = params['name'];
  const image = params['image'];
  const program = params['program'];
  switch (reason) {
    case 'none':
      return codeWords(problem, t);
    case 'port-taken':
      return {
        why: port === undefined ? t('errors.portTaken') : t('errors.portTakenNamed', { port }),
        offers: ['change-port', 'retry'],
      };
    case 'port-forbidden':
      return {
        why: port === undefined ? t('errors.portForbidden') : t('errors.portForbiddenNamed', { port }),
        offers: ['change-port'],
      };
    case 'name-taken':
      return {
        why: name === undefined ? t('errors.nameTaken') : t('errors.nameTakenNamed', { name }),
        offers: ['change-name', 'show-containers'],
      };
    case 'name-invalid':
      return { why: t('errors.nameInvalid'), offers: ['change-name'] };
    case 'image-missing':
      return {
        why: image === undefined ? t('errors.imageMissing') : t('errors.imageMissingNamed', { image }),
        offers: [],
      };
    case 'image-in-use':
      return {
        why: name === undefined ? t('errors.imageInUse') : t('errors.imageInUseNamed', { name }),
        offers: ['show-containers'],
      };
    case 'image-many-tags':
      return { why: t('errors.imageManyTags'), offers: [] };
    case 'image-has-children':
      return { why: t('errors.imageHasChildren'), offers: [] };
    case 'container-running':
      return { why: t('errors.containerRunning'), offers: ['retry'] };
    case 'container-missing':
      return { why: t('errors.containerMissing'), offers: [] };
    case 'removal-in-progress':
      return { why: t('errors.removalInProgress'), offers: [] };
    case 'disk-full':
      return { why: t('errors.diskFull'), offers: ['retry'] };
    case 'program-missing':
      return {
        why: program === undefined ? t('errors.programMissing') : t('errors.programMissingNamed', { program }),
        offers: [],
      };
    case 'program-not-runnable':
      return {
        why: program === undefined ? t('errors.programNotRunnable') : t('errors.programNotRunnableNamed', { program }),
        offers: [],
      };
    case 'exec-format':
      return { why: t('errors.execFormat'), offers: [] };
    case 'permission-denied':
      return { why: t('errors.permissionDenied'), offers: [] };
    case 'engine-starting':
      return { why: t('errors.engineStarting'), offers: ['retry'] };
    case 'engine-unavailable':
      return { why: t('errors.engineUnavailable'), offers: ['start-engine'] };
    case 'api-too-old':
      return { why: t('errors.apiTooOld'), offers: [] };
  }
}

function codeWords({ code }: EngineProblem, t: Translate): Reasoned {
  switch (code) {
    case 'unreachable':
      return { why: t('errors.whys.unreachable'), offers: ['retry', 'start-engine'] };
    case 'unauthorized':
      return { why: t('errors.whys.unauthorized'), offers: [] };
    case 'not-found':
      return { why: t('errors.whys.notFound'), offers: [] };
    case 'conflict':
      return { why: t('errors.whys.conflict'), offers: ['retry'] };
    case 'invalid':
      return { why: t('errors.whys.invalid'), offers: [] };
    case 'unsupported':
      return { why: t('errors.whys.unsupported'), offers: [] };
    case 'cancelled':
      return { why: t('errors.whys.cancelled'), offers: ['retry'] };
    case 'timeout':
      return { why: t('errors.whys.timeout'), offers: ['retry'] };
    case 'rejected':
      return { why: t('errors.whys.rejected'), offers: ['retry'] };
    case 'internal':
      return { why: t('errors.whys.internal'), offers: ['retry'] };
  }
}
