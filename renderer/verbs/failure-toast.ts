import type { EngineProblem } from '../client/engine-problem.ts';
import { type Offer, problemDetails, problemWords } from '../errors/problem-words.ts';
import type { Translate } from '../i18n/translate.ts';
import type { ToastContent } from '../stores/toasts-store.ts';
import type { Verb } from './verb.ts';

interface FailureToastOptions<T> {
  readonly verb: Verb<T>;
  readonly targets: readonly T[];
  readonly failed: readonly T[];
  /** By the id of the target; under an empty id when it is the verb's own. */
  readonly problems: ReadonlyMap<string, EngineProblem>;
  readonly t: Translate;
  readonly follow: (offer: Offer) => void;
}

/** One toast for a verb that failed, however many objects it was meant for: what, why, what to do, and the engine's words. */
export function failureToast<T>(options: FailureToastOptions<T>): ToastContent {
  const { verb, targets, failed, problems, t, follow } = options;
  const told = [...problems.values()];
  const words = told.map((problem) => problemWords(problem, t));
  const whys = [...new Set(words.map(({ why }) => why))];
  const offers = [...new Set(words.flatMap((one) => one.offers))].filter((offer) => offersInToasts.has(offer));
  const isPartial = targets.length > 1 && failed.length > 0;
  return {
    tone: 'bad',
    title: verb.failure(t, failed.length > 0 ? failed : targets),
    text: isPartial
      ? [t('verbs.toasts.someFailed', { count: failed.length, total: targets.length }), ...whys.slice(0, 1)].join(' ')
      : (whys[0] ?? ''),
    details: isPartial
      ? [...problems].map(([id, problem]) =>
          t('verbs.toasts.detailOf', {
            name: nameOf(failed, id),
            words: problem.detail || problemWords(problem, t).why,
          }),
        )
      : told.flatMap((problem) => problemDetails(problem, t)),
    actions: offers.map((offer) => ({ label: offerLabel(offer, t), onSelect: () => follow(offer) })),
  };
}

const offersInToasts: ReadonlySet<Offer> = new Set(['retry', 'start-engine', 'show-containers']);

function offerLabel(offer: Offer, t: Translate): string {
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
    case 'reload':
      return t('verbs.offers.reload');
  }
}

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
