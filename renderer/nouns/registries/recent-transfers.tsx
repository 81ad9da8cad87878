import { Download, Upload } from 'lucide-react';
import { useId, useMemo } from 'react';
import type { JobOf } from '../../../engine/contract/jobs.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import type { Translate } from '../../i18n/translate.ts';
import { When } from '../../page/when.tsx';
import { useStores, useJobs } from '../../stores/stores-context.tsx';
import { ImageRef } from '../../ui/image-ref.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import type { Status } from '../../ui/status.ts';
import section from './section.module.css';
import styles from './recent-transfers.module.css';

type Recent = JobOf<'pull' | 'push'>;

/** The rest is in the list of jobs. */
const mostShown = 5;

/** What was pulled and pushed last, newest first; nothing where nothing was. */
export function RecentTransfers() {
  const t = useT();
  const headId = useId();
  const { engineId } = useStores();
  const rows = useJobs((state) => state.rows);
  const recent = useMemo(
    () =>
      [...rows.values()]
        .filter((job) => job.engine === engineId)
        .filter((job) => job.kind === 'pull' || job.kind === 'push')
        .sort((a, b) => b.startedAtMs - a.startedAtMs)
        .slice(0, mostShown),
    [rows, engineId],
  );
  if (recent.length === 0) return null;
  return (
    <section className={section['section']} aria-labelledby={headId}>
      <div className={section['head']}>
        <h2 id={headId} className={section['title']}>
          {t('registries.recent.title')}
        </h2>
      </div>
      <ul>
        {recent.map((transfer) => (
          <Row key={transfer.id} transfer={transfer} />
        ))}
      </ul>
    </section>
  );
}

function Row({ transfer }: { transfer: Recent }) {
  const t = useT();
  const { kind, name, startedAtMs, endedAtMs } = transfer;
  const Icon = kind === 'pull' ? Download : Upload;
  const { word, glyph } = stateOf(transfer, t);
  const fact = factOf(transfer, t);
  return (
    <li className={styles['row']}>
      <Icon className={styles['icon']} size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className={styles['name']}>
        <ImageRef reference={name} />
      </span>
      <span className={styles['state']} data-state={transfer.state}>
        {glyph === null ? null : <StatusGlyph status={glyph} size={12} />}
        {word}
      </span>
      <span className={styles['fact']} title={fact}>
        {fact}
      </span>
      <span className={styles['when']}>
        <When atMs={endedAtMs ?? startedAtMs} />
      </span>
    </li>
  );
}

function stateOf({ kind, state }: Recent, t: Translate): { readonly word: string; readonly glyph: Status | null } {
  switch (state) {
    case 'active':
      return {
        word: t(kind === 'pull' ? 'registries.recent.pulling' : 'registries.recent.pushing'),
        glyph: 'starting',
      };
    case 'waiting':
      return { word: t('registries.recent.waiting'), glyph: 'created' };
    case 'done':
      return { word: t(kind === 'pull' ? 'registries.recent.pulled' : 'registries.recent.pushed'), glyph: null };
    case 'failed':
      return { word: t('registries.recent.failed'), glyph: 'failed' };
    case 'cancelled':
      return { word: t('registries.recent.cancelled'), glyph: 'stopped' };
  }
}

function factOf({ kind, state, progress, result, failure }: Recent, t: Translate): string {
  switch (state) {
    case 'failed':
      return failure === null ? '' : problemWords({ ...failure, callId: '' }, t).why;
    case 'waiting':
      return t('registries.recent.waitingFact');
    case 'cancelled':
      return '';
    case 'active':
      return progress.total === null
        ? t('registries.recent.size', { size: progress.done })
        : t('registries.recent.progress', { done: progress.done, total: progress.total });
    case 'done':
      if (result?.isUpToDate === true) return t('registries.recent.upToDate');
      if (progress.done === 0) return t('registries.recent.allThere');
      return t(kind === 'pull' ? 'registries.recent.size' : 'registries.recent.sent', { size: progress.done });
  }
}
