import { ArrowDownToLine, Pause } from 'lucide-react';
import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { noFilter } from '../search/log-query.ts';
import type { ReaderState } from '../reading/log-state.ts';
import type { LogScroll } from '../scroll/use-log-scroll.ts';
import type { LogSearch } from '../search/use-log-search.ts';
import styles from './log-overlays.module.css';

const endKeys = ['End'];

/**
 * Shown over the last rows while following is paused: the number of new rows, and the button to
 * follow again.
 */
export function FollowPill({ scroll }: { scroll: LogScroll }) {
  const t = useT();
  return (
    <div role="status">
      {scroll.isFollowing ? null : (
        <div className={styles['pill']}>
          <Pause size={14} strokeWidth={1.75} aria-hidden="true" />
          <span>{t('logs.paused')}</span>
          {scroll.newRows === 0 ? null : (
            <span className={styles['new']}>{t('logs.newLines', { count: scroll.newRows })}</span>
          )}
          <Button variant="primary" icon={ArrowDownToLine} keys={endKeys} onClick={scroll.follow}>
            {t('logs.follow')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Shown instead of lines when there are none. */
export function Nothing({ state, search }: { state: ReaderState; search: LogSearch }) {
  const t = useT();
  const { rows, isFiltered, phase, log, marks } = state;
  if (phase !== 'open' || rows.end > rows.first) return null;
  const hasEnded = log.sources.length > 0 && log.sources.every(({ phase: how }) => how === 'ended');
  const isLooking = log.olderDone < 1 || (marks !== null && !marks.isDone);
  return (
    <div className={styles['over']}>
      {isFiltered ? (
        <EmptyState
          title={t(isLooking ? 'logs.noneMatchYet' : 'logs.noneMatch')}
          actions={<Button onClick={() => search.setFilter(noFilter)}>{t('logs.clearFilter')}</Button>}
        />
      ) : log.olderDone < 1 ? null : (
        <EmptyState title={t(hasEnded ? 'logs.silent' : 'logs.empty')}>
          {hasEnded ? null : t('logs.emptyText')}
        </EmptyState>
      )}
    </div>
  );
}

/** For screen readers: one sentence that summarises lines that come too fast. */
export function Summary({ count }: { count: number }) {
  const t = useT();
  return (
    <div className={styles['spoken']} aria-live="polite">
      {count === 0 ? null : t('logs.summary', { count, seconds: 10 })}
    </div>
  );
}
