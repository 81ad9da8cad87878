import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import type { LogLine } from '../../../engine/contract/logs.ts';
import { useFormat } from '../../i18n/use-words.ts';
import type { LogPreferences } from '../../stores/preferences-store.ts';
import type { LogReader } from '../reading/log-reader.ts';
import { LogRow, type RowActions } from './log-row.tsx';
import type { ReaderState } from '../reading/log-state.ts';
import { drawnCharacters } from './log-text.tsx';
import type { RowFolds } from './row-folds.ts';
import type { LogScroll } from '../scroll/use-log-scroll.ts';
import styles from './log-rows.module.css';

interface LogRowsProps {
  id: string;
  name: string;
  reader: LogReader;
  state: ReaderState;
  scroll: LogScroll;
  folds: RowFolds;
  preferences: LogPreferences;
  rowPx: number;
  shownNames: ReadonlyMap<string, string> | undefined;
  /** Numbers of the lines whose JSON is laid out. */
  openJson: ReadonlySet<number>;
  /** The current line of the search, or the picked one. */
  currentLine: number | null;
  actions: RowActions;
  /** Screen readers announce each new line. */
  isLive: boolean;
  attach: (element: HTMLElement | null) => void;
}

/** The visible rows. */
export function LogRows(props: LogRowsProps) {
  const { id, name, reader, state, scroll, preferences, rowPx, openJson, isLive, attach } = props;
  const { drawn, isFollowing, tailRows, measured } = scroll;
  const { numbering, longestText } = state;
  useEffect(() => {
    if (isFollowing) reader.rows.wantTail(tailRows);
    else reader.rows.want(drawn.from, drawn.to);
    // With another numbering the reader has a new window, which needs the wanted rows too.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react-hooks/exhaustive-deps
  }, [reader, isFollowing, tailRows, drawn.from, drawn.to, numbering]);

  const block = useRef<HTMLDivElement>(null);
  const needsMeasuring = preferences.wraps || openJson.size > 0;
  useLayoutEffect(() => {
    if (!needsMeasuring || block.current === null) return;
    const rows = [...block.current.querySelectorAll<HTMLElement>('[data-row]')];
    measured(rows.map((row) => [Number(row.dataset['row']), row.offsetHeight] as const));
  });

  const digits = Math.max(
    4,
    String(Math.abs(lastNumber(state))).length + Math.floor(String(lastNumber(state)).length / 4),
  );
  const isMany = state.log.sources.length > 1;
  // The columns before the text, and a margin after it.
  const characters = Math.min(drawnCharacters, longestText) + digits + 18;
  const width = preferences.wraps ? undefined : `calc(${characters}ch + ${isMany ? 370 : 260}px)`;
  return (
    // The view around it handles the keys; buttons do the same.
    <div
      ref={attach}
      id={id}
      className={styles['log']}
      role="log"
      aria-label={name}
      // If lines come too fast, a summary is announced instead.
      aria-live={isLive ? 'polite' : 'off'}
      dir="ltr"
      // A scrollable element must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      data-log-wraps={preferences.wraps || undefined}
      style={{
        fontSize: preferences.fontSizePx,
        lineHeight: `${rowPx}px`,
        '--log-row': `${rowPx}px`,
        '--log-digits': digits,
      }}
    >
      <div className={styles['stage']} data-following={isFollowing || undefined} style={{ minWidth: width }}>
        <div
          ref={block}
          className={styles['block']}
          style={isFollowing ? undefined : { transform: `translateY(${-drawn.shiftPx}px)` }}
        >
          <DrawnLines {...props} />
        </div>
      </div>
    </div>
  );
}

function lastNumber({ log: { endLine, numberOffset } }: ReaderState): number {
  return endLine + (numberOffset ?? 0);
}

function DrawnLines({
  reader,
  state,
  scroll,
  folds,
  preferences,
  openJson,
  currentLine,
  actions,
  shownNames,
}: LogRowsProps): ReactNode {
  const format = useFormat();
  const { log } = state;
  const isMany = log.sources.length > 1;
  const names = log.sources.map(({ container, name }) => ({ name, shown: shownNames?.get(container) ?? name }));
  const { from, to } = scroll.drawn;
  const rows: ReactNode[] = [];
  for (let row = from; row < to; row += 1) {
    const line: LogLine | undefined = reader.rows.line(row);
    if (line === undefined) {
      rows.push(<div key={`row ${row}`} className={styles['unread']} data-row={row} />);
      continue;
    }
    if (folds.isHidden(row)) continue;
    const traceRows = folds.countOf(row);
    rows.push(
      <LogRow
        key={line.line}
        line={line}
        number={log.numberOffset === null ? '' : format.count(line.line + log.numberOffset)}
        times={preferences.times}
        source={isMany ? (names[line.source]?.name ?? '') : null}
        shownSource={names[line.source]?.shown ?? ''}
        isCurrent={line.line === currentLine}
        foldsJson={preferences.foldsJson}
        isJsonOpen={openJson.has(line.line)}
        traceRows={traceRows}
        isTraceFolded={traceRows > 0 && folds.isHidden(row + 1)}
        actions={actions}
      />,
    );
  }
  return rows;
}
