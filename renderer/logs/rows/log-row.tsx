import { memo, useMemo } from 'react';
import type { LogEvent, LogLine } from '../../../engine/contract/logs.ts';
import { stripEscapes } from '../../../engine/contract/escape-sequences.ts';
import type { Translate } from '../../i18n/translate.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { useNowMs } from '../../stores/stores-context.tsx';
import type { LogTimes } from '../../stores/preferences-store.ts';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import type { Status } from '../../ui/status.ts';
import { parseJsonLine } from './json-line.ts';
import { FoldButton, LogJson } from './log-json.tsx';
import { drawnCharacters, LogText } from './log-text.tsx';
import { toClockTime } from './log-time.ts';
import styles from './log-row.module.css';

/** The actions of a row. They keep their identity, so that rows do not render again. */
export interface RowActions {
  readonly toggleJson: (line: number) => void;
  readonly toggleTrace: (line: number) => void;
  readonly showWhole: (line: LogLine) => void;
}

interface LogRowProps {
  line: LogLine;
  /** The line number as shown; empty while it is unknown. */
  number: string;
  times: LogTimes;
  /** The container's name when there are several. */
  source: string | null;
  /** A short form of that name. */
  shownSource: string;
  isCurrent: boolean;
  foldsJson: boolean;
  /** Its JSON is laid out instead of summarised. */
  isJsonOpen: boolean;
  /** Rows of the stack trace below it. */
  traceRows: number;
  isTraceFolded: boolean;
  actions: RowActions;
}

/** One line of a log. */
export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { line, number, times, source, isCurrent, traceRows } = props;
  const t = useT();
  if (line.event !== null)
    return <EventRow line={line} event={line.event} source={source} number={number} times={times} />;
  const isError = line.stream === 'stderr';
  return (
    <div
      className={styles['row']}
      data-row={line.row}
      data-level={line.level ?? undefined}
      data-stream={line.stream}
      data-current={isCurrent || undefined}
    >
      <span className={styles['number']}>{number}</span>
      <TimeCell time={line.time} times={times} />
      <span className={styles['level']} title={isError ? t('logs.stderr') : undefined}>
        {line.level === null ? (isError ? t('logs.stderrShort') : null) : t(`logs.levels.words.${line.level}`)}
      </span>
      {source === null ? null : <SourceCell name={source} shown={props.shownSource} index={line.source} />}
      {/* The space keeps what is copied by the browser itself apart from what stands before. */}
      <span className={styles['text']} data-text="">
        {traceRows === 0 ? null : (
          <FoldButton
            label={t(props.isTraceFolded ? 'logs.line.unfoldTrace' : 'logs.line.foldTrace')}
            isOpen={!props.isTraceFolded}
            onToggle={() => props.actions.toggleTrace(line.line)}
          />
        )}
        <Message {...props} />
        {props.isTraceFolded && traceRows > 0 ? (
          <span className={styles['note']}>{t('logs.line.traceLines', { count: traceRows })}</span>
        ) : null}
      </span>
    </div>
  );
});

function Message({ line, isCurrent, foldsJson, isJsonOpen, actions }: LogRowProps) {
  const t = useT();
  const format = useFormat();
  const { text, matches, restBytes } = line;
  // A line that was cut is not valid JSON.
  const json = useMemo(
    () => (restBytes === 0 && text.includes('{') ? parseJsonLine(stripEscapes(text)) : null),
    [text, restBytes],
  );
  if (json !== null && (foldsJson || isJsonOpen)) {
    const isOpen = isJsonOpen;
    return (
      <LogJson
        text={text}
        json={json}
        matches={matches}
        isCurrent={isCurrent}
        isOpen={isOpen}
        onToggle={() => actions.toggleJson(line.line)}
      />
    );
  }
  const undrawn = text.length - drawnCharacters;
  return (
    <>
      <LogText text={text} matches={matches} isCurrent={isCurrent} />
      {undrawn <= 0 && restBytes === 0 ? null : (
        <button type="button" className={styles['more']} onClick={() => actions.showWhole(line)}>
          {restBytes === 0
            ? t('logs.line.moreCharacters', { count: undrawn })
            : t('logs.line.showAll', { size: format.diskSize(restBytes + Math.max(0, undrawn)) })}
        </button>
      )}
    </>
  );
}

function TimeCell({ time, times }: { time: string; times: LogTimes }) {
  if (times === 'off') return null;
  if (times === 'relative') return <RelativeTime time={time} />;
  return (
    <span className={styles['time']} title={time}>
      {toClockTime(time)}
    </span>
  );
}

function RelativeTime({ time }: { time: string }) {
  const format = useFormat();
  const nowMs = useNowMs();
  const atMs = Date.parse(time);
  return (
    <span className={styles['time']} title={time}>
      {Number.isNaN(atMs) ? '' : format.ago(atMs, nowMs)}
    </span>
  );
}

/** Colours to distinguish neighbours; beyond that there are names. */
const sourceColours = 6;

function SourceCell({ name, shown, index }: { name: string; shown: string; index: number }) {
  return (
    <span className={styles['source']} data-colour={index % sourceColours} title={name}>
      <bdi>{shown}</bdi>
    </span>
  );
}

interface EventRowProps {
  line: LogLine;
  event: LogEvent;
  source: string | null;
  number: string;
  times: LogTimes;
}

function EventRow({ line, event, source, number, times }: EventRowProps) {
  const t = useT();
  const words = eventWords(event, t);
  return (
    <div className={styles['row']} data-row={line.row} data-event={event.kind}>
      <span className={styles['number']}>{number}</span>
      <TimeCell time={line.time} times={times} />
      <span className={styles['event']} data-text="">
        <StatusGlyph status={eventStatus(event)} size={12} />
        {source === null ? words : t('logs.events.ofSource', { name: source, event: words })}
      </span>
    </div>
  );
}

/** The words for an event. */
export function eventWords(event: LogEvent, t: Translate): string {
  switch (event.kind) {
    case 'started':
      return t('logs.events.started');
    case 'stopped':
      return t('logs.events.stopped', { code: event.exitCode });
    case 'out-of-memory':
      return t('logs.events.outOfMemory');
    case 'recreated':
      return t('logs.events.recreated');
  }
}

function eventStatus(event: LogEvent): Status {
  switch (event.kind) {
    case 'started':
      return 'running';
    case 'stopped':
      return event.exitCode === 0 || event.exitCode === 143 ? 'stopped' : 'failed';
    case 'out-of-memory':
      return 'failed';
    case 'recreated':
      return 'created';
  }
}
