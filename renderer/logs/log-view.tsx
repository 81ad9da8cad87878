import { ArrowDownToLine, Clock, Pause } from 'lucide-react';
import { useState } from 'react';
import type { Container } from '../../engine/contract/containers.ts';
import type { LogLine } from '../../engine/contract/logs.ts';
import { problemWords } from '../errors/problem-words.ts';
import { useFormat, useT } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Spacer, Toolbar } from '../ui/toolbar.tsx';
import type { LogState } from './log-follow.ts';
import { LogRows } from './log-rows.tsx';
import { wholeText } from './log-text.tsx';
import { useFollowScroll } from './use-follow-scroll.ts';
import { useLogFollow } from './use-log-follow.ts';
import styles from './log-view.module.css';

const endKeys = ['End'];
const timeKeys = ['T'];

interface LogViewProps {
  container: Container;
  /** How many lines are read from before now. */
  tailLines: number;
}

/** A container's log as it comes: follows until somebody scrolls up to read. */
export function LogView({ container, tailLines }: LogViewProps) {
  const t = useT();
  const format = useFormat();
  const { follow, state } = useLogFollow(container, tailLines);
  const scroll = useFollowScroll(state);
  const [hasTimes, setHasTimes] = useState(true);
  const [wholeLine, setWholeLine] = useState<LogLine | null>(null);
  const { firstLine, endLine, phase } = state;
  const count = endLine - firstLine;

  if (phase === 'failed' && state.problem !== null) {
    const { title, why } = problemWords(state.problem, t);
    return (
      <EmptyState
        title={t('container.logs.failed')}
        actions={<Button onClick={follow.again}>{t('container.logs.again')}</Button>}
      >
        {`${title} ${why}`}
      </EmptyState>
    );
  }
  return (
    <div className={styles['view']}>
      <Toolbar label={t('container.logs.toolbar')}>
        <span className={styles['fact']}>{phase === 'opening' ? null : t('container.logs.lines', { count })}</span>
        <Spacer />
        <IconButton
          icon={Clock}
          size="sm"
          label={t('container.logs.times')}
          keys={timeKeys}
          pressed={hasTimes}
          onClick={() => setHasTimes(!hasTimes)}
        />
        <IconButton
          icon={ArrowDownToLine}
          size="sm"
          label={t('container.logs.follow')}
          keys={endKeys}
          pressed={scroll.isFollowing && phase !== 'ended'}
          onClick={scroll.follow}
        />
      </Toolbar>
      <div className={styles['frame']}>
        {count === 0 && phase !== 'opening' ? (
          <EmptyState title={phase === 'ended' ? t('container.logs.silent') : t('container.logs.empty')}>
            {phase === 'ended' ? null : t('container.logs.emptyText')}
          </EmptyState>
        ) : (
          <LogRows
            container={container}
            follow={follow}
            state={state}
            scroll={scroll}
            hasTimes={hasTimes}
            onToggleTimes={() => setHasTimes(!hasTimes)}
            onShowWhole={setWholeLine}
          />
        )}
        {scroll.isFollowing || scroll.newLines === 0 ? null : (
          <div className={styles['pill']} role="status">
            <Pause size={14} strokeWidth={1.75} aria-hidden="true" />
            <span>{t('container.logs.paused')}</span>
            <span className={styles['new']}>{t('container.logs.newLines', { count: scroll.newLines })}</span>
            <Button variant="primary" icon={ArrowDownToLine} keys={endKeys} onClick={scroll.follow}>
              {t('container.logs.follow')}
            </Button>
          </div>
        )}
      </div>
      <div className={styles['status']}>
        <span>{t(statusKeyOf(phase, scroll.isFollowing))}</span>
        <Spacer />
        <span>{t('container.logs.timeZone', { zone: timeZone })}</span>
        {firstLine === 0 ? null : <span>{t('container.logs.dropped', { n: format.count(firstLine) })}</span>}
      </div>
      <Dialog
        open={wholeLine !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setWholeLine(null);
        }}
        title={t('container.logs.wholeTitle')}
        closeLabel={t('container.logs.close')}
        width={880}
      >
        <CodeBlock label={t('container.logs.wholeTitle')} wrap className={styles['whole']}>
          {wholeLine === null ? '' : wholeText(wholeLine.text)}
        </CodeBlock>
      </Dialog>
    </div>
  );
}

const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

function statusKeyOf(phase: LogState['phase'], isFollowing: boolean) {
  switch (phase) {
    case 'opening':
    case 'failed':
      return 'container.logs.opening';
    case 'ended':
      return 'container.logs.ended';
    case 'following':
      return isFollowing ? 'container.logs.following' : 'container.logs.reading';
  }
}
