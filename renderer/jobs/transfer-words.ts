import type { Transfer } from '../../engine/contract/jobs.ts';
import type { TransferLayer } from '../../engine/contract/transfers.ts';
import type { Translate } from '../i18n/translate.ts';

/** What differs from one kind of transfer to the next. */
interface KindWords {
  readonly active: () => string;
  readonly done: () => string;
}

/** What a transfer is doing now, or how it ended. */
export function transferWords({ state }: Transfer, t: Translate, { active, done }: KindWords): string {
  switch (state) {
    case 'active':
      return active();
    case 'waiting':
      return t('transfers.states.waiting');
    case 'done':
      return done();
    case 'failed':
      return t('transfers.states.failed');
    case 'cancelled':
      return t('transfers.states.cancelled');
  }
}

/** The same of one whose bytes come from a file that a page has; `done` gets the images' names. */
export function fileWords(job: Transfer, t: Translate, done: (names: string) => string): string {
  if (job.state === 'cancelled') return t('transfers.states.cancelledFile');
  const { progress, result } = job;
  const isSent = progress.done === progress.total;
  return transferWords(job, t, {
    active: () => t(isSent ? 'transfers.states.reading' : 'transfers.states.sending'),
    done: () => done(imagesOf(result, t)),
  });
}

/** What happens to the layers of a pull or push. */
export function layerWords({ layers }: Transfer, way: 'downloading' | 'uploading', t: Translate): string {
  const moved = layers.filter(({ state }) => state !== 'exists');
  if (layers.length === 0) return t('transfers.states.asking');
  if (moved.some(({ state }) => state === 'retrying')) return t('transfers.states.retrying');
  const count = moved.length;
  const isCarried = moved.filter(({ state }) => carried.has(state)).length;
  if (isCarried < count) return t(`transfers.states.${way}`, { done: isCarried, count });
  const done = moved.filter(({ state }) => state === 'done').length;
  return done < count ? t('transfers.states.unpacking', { done, count }) : t('transfers.states.finishing');
}

const carried: ReadonlySet<TransferLayer['state']> = new Set(['downloaded', 'extracting', 'done']);

/** The names of what was loaded or imported; ids are cut to what people compare. */
export function imagesOf(result: Transfer['result'], t: Translate): string {
  const names = (result?.images ?? []).map((name) => (name.startsWith('sha256:') ? name.slice(7, 19) : name));
  return names.length === 0 ? '' : t('format.list', { items: names });
}
