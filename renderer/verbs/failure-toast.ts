import type { EngineProblem } from '../client/engine-problem.ts';
import { type KnownFacts, type Offer, problemDetails, problemWords } from '../errors/problem-words.ts';
import type { TextKey, Translate } from '../i18n/translate.ts';
import type { ToastContent } from '../stores/toasts-store.ts';
import type { Verb } from './verb.ts';

interface FailureToastOptions<T> {
  readonly verb: Verb<T>;
  readonly targets: readonly T[];
  readonly failed: readonly T[];
  /** By the id of the target; under an empty id when it is the verb's own. */
  readonly problems: ReadonlyMap<string, EngineProblem>;
  readonly t: Translate;
  readonly facts: KnownFacts;
  readonly follow: (offer: Offer) => void;
}

/** One toast for a verb that failed, however many objects it was meant for: what, why, what to do, and the engine's words. */
export function failureToast<T>(options: FailureToastOptions<T>): ToastContent {
  const { verb, targets, failed, problems, t, facts, follow } = options;
  const told = [...problems.values()];
  const words = told.map((problem) => problemWords(problem, t, facts));
  const whys = [...new Set(words.map(({ why }) => why))];
  const [offer] = words.flatMap(({ offers }) => offers).filter((one) => offersInToasts.has(one));
  const isPartial = targets.length > 1 && failed.length > 0;
  const details = isPartial
    ? [...problems].map(([id, problem]) => {
        const detail = problem.detail || problemWords(problem, t, facts).why;
        return t('verbs.toasts.detailOf', { name: nameOf(failed, id), words: detail });
      })
    : told.flatMap((problem) => problemDetails(problem, t));
  const counted = t('verbs.toasts.someFailed', { count: failed.length, total: targets.length });
  return {
    tone: 'bad',
    title: verb.failure(t, failed.length > 0 ? failed : targets),
    text: [...(isPartial ? [counted] : []), ...whys.slice(0, 1)].join(' '),
    ...(details.length > 0 && { details: details.join('\n') }),
    ...(offer !== undefined && { action: { label: t(offerLabels[offer]), onAction: () => follow(offer) } }),
  };
}

const offersInToasts: ReadonlySet<Offer> = new Set(['retry', 'start-engine', 'show-containers']);

const offerLabels: Readonly<Record<Offer, Extract<TextKey, `verbs.offers.${string}`>>> = {
  retry: 'verbs.offers.retry',
  'start-engine': 'verbs.offers.startEngine',
  'show-containers': 'verbs.offers.showContainers',
  'change-port': 'verbs.offers.changePort',
  'change-name': 'verbs.offers.changeName',
  'sign-in': 'verbs.offers.signIn',
  'check-name': 'verbs.offers.checkName',
  'choose-platform': 'verbs.offers.choosePlatform',
  'add-certificate': 'verbs.offers.addCertificate',
};

function nameOf(targets: readonly unknown[], id: string): string {
  for (const target of targets) {
    if (typeof target !== 'object' || target === null) continue;
    const object = target as { id?: unknown; name?: unknown; tags?: unknown };
    if (object.id !== id) continue;
    if (typeof object.name === 'string') return object.name;
    if (Array.isArray(object.tags) && typeof object.tags[0] === 'string') return object.tags[0];
  }
  return id.replace(/^sha256:/, '').slice(0, 12);
}
