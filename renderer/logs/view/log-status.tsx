import type { ReactNode } from 'react';
import type { LogSource, LogState, SelectionState } from '../../../engine/contract/logs.ts';
import type { Translate } from '../../i18n/translate.ts';
import { type Format, useFormat, useT } from '../../i18n/use-words.ts';
import { Callout } from '../../ui/callout.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Details } from '../../ui/details.tsx';
import { Spacer } from '../../ui/toolbar.tsx';
import type { MatchTally } from '../reading/log-questions.ts';
import type { ReaderState } from '../reading/log-state.ts';
import styles from './log-status.module.css';

interface LogStatusProps {
  state: ReaderState;
  isFollowing: boolean;
  /** Levels of the matching lines; null while they are counted. */
  tally: MatchTally | null;
  /** The progress of saving, with its cancel button. */
  saving: ReactNode;
}

/** A smaller backlog is normal and not shown, because it would flicker. */
const leastBehind = 1000;

/** The status below the lines: number of lines, progress of reading, and matches. */
export function LogStatus({ state, isFollowing, tally, saving }: LogStatusProps) {
  const t = useT();
  const format = useFormat();
  const { log, rows, isFiltered, marks, phase } = state;
  const count = log.endLine - log.firstLine;
  return (
    <div className={styles['status']}>
      {phase === 'opening' ? <span>{t('logs.status.opening')}</span> : null}
      {phase === 'open' ? (
        <>
          <span className={styles['count']}>{t('logs.status.lines', { count })}</span>
          {isFiltered ? <span>{t('logs.status.shown', { n: format.count(rows.end - rows.first) })}</span> : null}
          <span className={styles['size']}>{format.diskSize(log.sizeBytes)}</span>
          {log.olderDone < 1 && log.sources.some(({ phase: how }) => how === 'reading') ? (
            <span className={styles['news']}>
              {t('logs.status.older', { percent: Math.floor(log.olderDone * 100) })}
            </span>
          ) : null}
          {log.behindLines < leastBehind ? null : (
            <span className={styles['news']}>
              {t('logs.status.behind', { count: log.behindLines, n: toShortCount(log.behindLines, t, format) })}
            </span>
          )}
          <span className={styles['phase']}>{phaseWords(log, isFollowing, t)}</span>
          <span className={styles['zone']}>{t('logs.status.timeZone', { zone: timeZone })}</span>
        </>
      ) : null}
      <Spacer />
      {saving}
      {marks === null ? null : <span className={styles['matching']}>{matchWords(marks, tally, t, format)}</span>}
    </div>
  );
}

/** 'CEST', in the browser's language. */
const timeZone =
  new Intl.DateTimeFormat(undefined, { timeZoneName: 'short' })
    .formatToParts()
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

function phaseWords({ sources }: LogState, isFollowing: boolean, t: Translate): string | null {
  if (sources.length > 0 && sources.every(({ phase }) => phase === 'ended' || phase === 'failed')) {
    return sources.some(({ phase }) => phase === 'ended') ? t('logs.status.ended') : null;
  }
  return t(isFollowing ? 'logs.status.following' : 'logs.status.paused');
}

function matchWords(marks: SelectionState, tally: MatchTally | null, t: Translate, format: Format): string {
  const count = marks.endRow - marks.firstRow;
  const words = marks.isDone
    ? t('logs.status.matching', { count })
    : t('logs.status.matchingAtLeast', { n: format.count(count) });
  if (tally === null || count === 0 || tally.errors + tally.warnings === 0) return words;
  const parts = [
    ...(tally.errors === 0 ? [] : [t('logs.status.errors', { count: tally.errors })]),
    ...(tally.warnings === 0 ? [] : [t('logs.status.warnings', { count: tally.warnings })]),
  ];
  return t('logs.status.matchingWith', { matching: words, levels: parts.join(', ') });
}

/** '1.2 M'; the exact number below a million. */
function toShortCount(count: number, t: Translate, format: Format): string {
  return count < 1_000_000 ? format.count(count) : t('logs.status.million', { value: (count / 1_000_000).toFixed(1) });
}

/** Notes on sources that cannot be read, with the reasons. */
export function SourceNotes({ sources }: { sources: readonly LogSource[] }) {
  const t = useT();
  const liveOnly = sources.filter(({ phase }) => phase === 'live-only');
  const failed = sources.filter(({ phase }) => phase === 'failed');
  if (liveOnly.length + failed.length === 0) return null;
  const names = t('format.list', { items: liveOnly.map(({ name }) => name) });
  const details = failed.map(({ name, detail }) => (sources.length === 1 ? detail : `${name}: ${detail}`)).join('\n');
  return (
    <div className={styles['notes']}>
      {liveOnly.length === 0 ? null : (
        <Callout
          tone="info"
          title={sources.length === 1 ? t('logs.status.liveOnly') : t('logs.status.liveOnlySome', { names })}
        />
      )}
      {failed.length === 0 ? null : (
        <Callout
          tone="bad"
          title={t('logs.status.failedSource', { name: t('format.list', { items: failed.map(({ name }) => name) }) })}
        >
          {details === '' ? null : (
            <Details summary={t('logs.status.details')}>
              <CodeBlock label={t('logs.status.engineSaid')} wrap>
                {details}
              </CodeBlock>
            </Details>
          )}
        </Callout>
      )}
    </div>
  );
}
