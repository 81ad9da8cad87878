import type { Transfer, TransferLayer } from '../../engine/contract/transfers.ts';
import type { Format } from '../i18n/use-words.ts';
import type { Translate } from '../i18n/translate.ts';

/** Whether it has not ended yet. */
export function isUnderWay({ state }: Pick<Transfer, 'state'>): boolean {
  return state === 'active' || state === 'waiting';
}

/** What is happening now, in words: 'Downloading, 3 of 8 layers'. */
export function stateWords(transfer: Transfer, t: Translate): string {
  switch (transfer.state) {
    case 'waiting':
      return t('transfers.states.waiting');
    case 'failed':
      return t('transfers.states.failed');
    case 'cancelled':
      return t(isOfFile(transfer) ? 'transfers.states.cancelledFile' : 'transfers.states.cancelled');
    case 'done':
      return doneWords(transfer, t);
    case 'active':
      return activeWords(transfer, t);
  }
}

function doneWords({ kind, result }: Transfer, t: Translate): string {
  switch (kind) {
    case 'pull':
      return t(result?.isUpToDate === true ? 'transfers.states.upToDate' : 'transfers.states.pulled');
    case 'push':
      return t('transfers.states.pushed');
    case 'save':
      return t('transfers.states.saved', { path: result?.path ?? '' });
    case 'load': {
      const names = imagesOf(result, t);
      return names === '' ? t('transfers.states.loadedNothing') : t('transfers.states.loaded', { names });
    }
    case 'import':
      return t('transfers.states.imported', { names: imagesOf(result, t) });
  }
}

/** The names of what was loaded or imported; ids are cut to what people compare. */
export function imagesOf(result: Transfer['result'], t: Translate): string {
  const names = (result?.images ?? []).map((name) => (name.startsWith('sha256:') ? name.slice(7, 19) : name));
  return names.length === 0 ? '' : t('format.list', { items: names });
}

function activeWords(transfer: Transfer, t: Translate): string {
  const { kind, doneBytes, totalBytes } = transfer;
  if (kind === 'save') return t('transfers.states.writing');
  if (isOfFile(transfer)) {
    return t(doneBytes === totalBytes ? 'transfers.states.reading' : 'transfers.states.sending');
  }
  const layers = transfer.layers.filter(({ state }) => state !== 'exists');
  if (transfer.layers.length === 0) return t('transfers.states.asking');
  if (layers.some(({ state }) => state === 'retrying')) return t('transfers.states.retrying');
  const count = layers.length;
  const isCarried = layers.filter(({ state }) => carried.has(state)).length;
  if (isCarried < count) {
    const key = kind === 'push' ? 'uploading' : 'downloading';
    return t(`transfers.states.${key}`, { done: isCarried, count });
  }
  const done = layers.filter(({ state }) => state === 'done').length;
  return done < count ? t('transfers.states.unpacking', { done, count }) : t('transfers.states.finishing');
}

const carried: ReadonlySet<TransferLayer['state']> = new Set(['downloaded', 'extracting', 'done']);

/** What is known in numbers: bytes, rate, time left; how long it took when it has ended. */
export function numberWords(transfer: Transfer, t: Translate, format: Pick<Format, 'diskSize'>): readonly string[] {
  const { state, doneBytes, totalBytes, bytesPerSecond, remainingMs, startedAtMs, endedAtMs } = transfer;
  if (state === 'failed' || state === 'cancelled') return [];
  if (state === 'done') {
    const tookMs = endedAtMs === null ? null : endedAtMs - startedAtMs;
    return [
      ...(doneBytes > 0 ? [format.diskSize(doneBytes)] : []),
      ...(tookMs === null || doneBytes === 0 ? [] : [t('transfers.took', { ms: tookMs })]),
    ];
  }
  const bytes =
    totalBytes !== null && totalBytes > 0
      ? [t('transfers.bytes', { done: doneBytes, total: totalBytes })]
      : doneBytes > 0
        ? [t('transfers.bytesOnly', { done: doneBytes })]
        : [];
  return [
    ...bytes,
    ...(bytesPerSecond !== null && bytesPerSecond > 0 ? [t('transfers.rate', { bytes: bytesPerSecond })] : []),
    ...(remainingMs !== null && remainingMs > 0 ? [t('transfers.left', { ms: Math.max(1000, remainingMs) })] : []),
  ];
}

/** Its bytes come from a file that a page has. */
export function isOfFile({ kind }: Pick<Transfer, 'kind'>): boolean {
  return kind === 'load' || kind === 'import';
}

/** Those under way first, then the newest first. */
export function inOrder(rows: ReadonlyMap<string, Transfer>): readonly Transfer[] {
  return [...rows.values()].sort(
    (a, b) => Number(isUnderWay(b)) - Number(isUnderWay(a)) || b.startedAtMs - a.startedAtMs || (a.id < b.id ? -1 : 1),
  );
}

/** All that is under way as one: bytes that are done and that there are; `totalBytes` null as long as one of them does not know. */
export function sumOf(transfers: readonly Transfer[]): { doneBytes: number; totalBytes: number | null } {
  let doneBytes = 0;
  let totalBytes: number | null = 0;
  for (const transfer of transfers) {
    if (!isUnderWay(transfer)) continue;
    doneBytes += transfer.doneBytes;
    totalBytes = totalBytes === null || transfer.totalBytes === null ? null : totalBytes + transfer.totalBytes;
  }
  return { doneBytes, totalBytes: totalBytes === 0 ? null : totalBytes };
}
