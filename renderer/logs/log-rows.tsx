import { memo, useCallback, useEffect, useRef, type KeyboardEvent } from 'react';
import type { Container } from '../../engine/contract/containers.ts';
import type { LogLine } from '../../engine/contract/logs.ts';
import { useT } from '../i18n/use-words.ts';
import { hasLostFocus } from '../page/has-lost-focus.ts';
import { StatusGlyph } from '../ui/status-glyph.tsx';
import type { LogFollow, LogState } from './log-follow.ts';
import { drawnCharacters, LogText, undrawnCharacters } from './log-text.tsx';
import { toClockTime } from './log-time.ts';
import { type FollowScroll, rowPx } from './use-follow-scroll.ts';
import styles from './log-rows.module.css';

interface LogRowsProps {
  container: Container;
  follow: LogFollow;
  state: LogState;
  scroll: FollowScroll;
  hasTimes: boolean;
  onToggleTimes: () => void;
  onShowWhole: (line: LogLine) => void;
}

/** The lines that are seen, in a place as high as all of them. */
export function LogRows({ container, follow, state, scroll, hasTimes, onToggleTimes, onShowWhole }: LogRowsProps) {
  const t = useT();
  const { firstLine, endLine, phase, longestText } = state;
  const { fromLine, toLine, isFollowing, tailRows, attach, onScroll } = scroll;
  useEffect(() => {
    if (isFollowing) follow.wantTail(tailRows);
    else follow.want(fromLine, toLine);
  }, [follow, isFollowing, tailRows, fromLine, toLine]);

  const lines: (LogLine | number)[] = [];
  for (let number = fromLine; number < toLine; number += 1) {
    lines.push(follow.line(number) ?? number);
  }

  const log = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    // Whoever comes here by a key goes on by keys: PgUp reads back, End follows.
    if (hasLostFocus()) log.current?.focus({ preventScroll: true });
  }, []);
  const attachBoth = useCallback(
    (element: HTMLDivElement | null) => {
      log.current = element;
      attach(element);
    },
    [attach],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.target !== event.currentTarget) return;
    if (event.key === 'End') scroll.follow();
    else if (event.key.toLowerCase() === 't') onToggleTimes();
    else return;
    event.preventDefault();
  };
  return (
    // Keys of a place that scrolls; what they do, buttons do too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={attachBoth}
      className={styles['log']}
      role="log"
      aria-label={t('container.logs.name', { name: container.name })}
      // Lines may come by the thousand: what is new is told by the pill and the status line.
      aria-live="off"
      dir="ltr"
      // A scrolled place must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      data-times={hasTimes || undefined}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <div
        className={styles['place']}
        style={{
          height: (endLine - firstLine) * rowPx,
          minWidth: `calc(${Math.min(drawnCharacters, longestText)}ch + 180px)`,
        }}
      >
        <div className={styles['window']} style={{ transform: `translateY(${(fromLine - firstLine) * rowPx}px)` }}>
          {lines.map((line) =>
            typeof line === 'number' ? (
              <div key={line} className={styles['row']} />
            ) : (
              <LogRow key={line.line} line={line} hasTimes={hasTimes} onShowWhole={onShowWhole} />
            ),
          )}
        </div>
      </div>
      {phase === 'ended' ? <EndRow container={container} /> : null}
    </div>
  );
}

interface LogRowProps {
  line: LogLine;
  hasTimes: boolean;
  onShowWhole: (line: LogLine) => void;
}

const LogRow = memo(function LogRow({ line, hasTimes, onShowWhole }: LogRowProps) {
  const t = useT();
  const undrawn = undrawnCharacters(line.text);
  return (
    <div className={styles['row']} data-stream={line.stream}>
      {hasTimes ? (
        <span className={styles['time']} title={line.time}>
          {toClockTime(line.time)}
        </span>
      ) : null}
      <span className={styles['stream']} title={line.stream === 'stderr' ? t('container.logs.stderr') : undefined}>
        {line.stream === 'stderr' ? t('container.logs.stderrShort') : null}
      </span>
      <span className={styles['text']}>
        <LogText text={line.text} />
      </span>
      {undrawn === 0 ? null : (
        <button type="button" className={styles['more']} onClick={() => onShowWhole(line)}>
          {t('container.logs.moreCharacters', { count: undrawn })}
        </button>
      )}
    </div>
  );
});

function EndRow({ container }: { container: Container }) {
  const t = useT();
  const hasStopped = container.state === 'exited' || container.state === 'dead';
  const { exitCode } = container;
  return (
    <div className={styles['end']}>
      <StatusGlyph status="stopped" size={12} />
      {hasStopped && exitCode !== null
        ? t('container.logs.endedWithCode', { code: exitCode })
        : t('container.logs.endedHere')}
    </div>
  );
}
