import { registryOf } from '../../engine/contract/image-reference.ts';
import type { Transfer } from '../../engine/contract/transfers.ts';
import { type Offer, problemWords } from '../errors/problem-words.ts';
import type { Translate } from '../i18n/translate.ts';
import type { Stores } from '../stores/stores.ts';
import { transferProblem } from '../verbs/await-job.ts';
import type { VerbRunner } from '../verbs/run-verb.ts';
import { retryTransfer } from '../verbs/transfer-verbs.ts';

/** A way out of a transfer that failed, as a button. */
export interface TransferFix {
  readonly offer: Offer;
  readonly label: string;
  readonly act: () => void;
}

interface FixContext {
  readonly stores: Pick<Stores, 'dialogs' | 'client'>;
  readonly run: VerbRunner['run'];
  readonly t: Translate;
}

/** What can be done about a transfer that failed, safest first. Trying again, where it is possible, has a button of its own. */
export function fixesOf(transfer: Transfer, { stores, run, t }: FixContext): readonly TransferFix[] {
  const problem = transferProblem(transfer);
  if (problem === null || problem.code === 'cancelled') return [];
  const { dialogs, client } = stores;
  const { kind, name, platform, references } = transfer;
  const registry = problem.params['registry'] ?? registryOf(name);
  const acts: Readonly<Partial<Record<Offer, () => void>>> = {
    ...(retryTransfer.applies([transfer]) === true && { retry: () => void run(retryTransfer, [transfer]) }),
    ...(registry !== '' && {
      'sign-in': () => dialogs.show({ kind: 'sign-in', address: registry, username: '' }),
      'add-certificate': () => dialogs.show({ kind: 'trust', address: registry }),
    }),
    ...(kind === 'pull' && {
      'check-name': () => dialogs.show({ kind: 'pull', reference: name, platform }),
      'choose-platform': () => dialogs.show({ kind: 'pull', reference: name, platform }),
    }),
    ...(kind === 'push' && { 'check-name': () => dialogs.show({ kind: 'push', image: name, registry: '' }) }),
    ...(kind === 'save' && { 'change-name': () => dialogs.show({ kind: 'save', references }) }),
    // Its progress and its failure show in the engine card.
    'start-engine': () => void client.engines.start().catch(() => {}),
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
