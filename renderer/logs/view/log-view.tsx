import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { LogLine } from '../../../engine/contract/logs.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { hasLostFocus } from '../../page/has-lost-focus.ts';
import { usePreferences, useStores } from '../../stores/stores-context.tsx';
import type { LogPreferences, SavedSearch } from '../../stores/preferences-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { JumpDialog, KeysDialog, SearchesDialog, WholeLineDialog } from './log-dialogs.tsx';
import { LogMinimap } from '../scroll/log-minimap.tsx';
import { toggleErrorsOnly } from '../search/log-query.ts';
import { FollowPill, Nothing, Summary } from './log-overlays.tsx';
import type { LogReader } from '../reading/log-reader.ts';
import { LogRows } from '../rows/log-rows.tsx';
import type { ReaderState } from '../reading/log-state.ts';
import { LogStatus, SourceNotes } from './log-status.tsx';
import { type LogDialog, LogToolbar, nextTimes } from './log-toolbar.tsx';
import { RowFolds } from '../rows/row-folds.ts';
import { useArrivals } from './use-arrivals.ts';
import { useLogCopy } from '../copy/use-log-copy.ts';
import { useLogKeys } from './use-log-keys.ts';
import { useLogReader, useRestarts } from '../reading/use-log-reader.ts';
import { useLogSave } from './use-log-save.tsx';
import { type LogScroll, useLogScroll } from '../scroll/use-log-scroll.ts';
import { type LogSearch, useLogSearch } from '../search/use-log-search.ts';
import { useTally } from '../search/use-tally.ts';
import { useTextSelection } from '../copy/use-text-selection.ts';
import styles from './log-view.module.css';

/** Height of a row per font size: 20 px at 12 px. */
const rowPerFont = 20 / 12;

interface LogViewProps {
  /** Ids of the containers; the array keeps its identity while they are the same. */
  ids: readonly string[];
  /** The accessible name. */
  name: string;
  /** Short names of containers by id, for the rows; the full names by default. */
  shownNames?: ReadonlyMap<string, string> | undefined;
}

/**
 * The logs of some containers as one: follows the end until it is scrolled up, and searches all
 * lines.
 */
export function LogView({ ids, name, shownNames }: LogViewProps) {
  const t = useT();
  const log = useLogReader(ids);
  useRestarts(log, ids);
  const { reader, state } = log;
  if (state.phase === 'failed' && state.problem !== null) {
    const { title, why } = problemWords(state.problem, t);
    return (
      <EmptyState title={t('logs.failed')} actions={<Button onClick={reader.again}>{t('logs.again')}</Button>}>
        {`${title} ${why}`}
      </EmptyState>
    );
  }
  return <OpenView ids={ids} name={name} shownNames={shownNames} reader={reader} state={state} />;
}

function OpenView({ ids, name, shownNames, reader, state }: LogViewProps & { reader: LogReader; state: ReaderState }) {
  const { preferences: store } = useStores();
  const preferences = usePreferences((all) => all.logs);
  const change = useCallback(
    (logs: Partial<LogPreferences>) => store.change({ logs: { ...store.getState().logs, ...logs } }),
    [store],
  );
  const logId = useId();
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [openJson, setOpenJson] = useState<ReadonlySet<number>>(() => new Set());
  const [otherTraces, setOtherTraces] = useState<ReadonlySet<number>>(() => new Set());
  const [whole, setWhole] = useState<LogLine | null>(null);
  const [dialog, setDialog] = useState<LogDialog | null>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const rowPx = Math.round(preferences.fontSizePx * rowPerFont);

  const folds = useMemo(
    () =>
      new RowFolds(
        (row) => reader.rows.line(row),
        (line) => otherTraces.has(line) !== preferences.foldsTraces,
      ),
    // The version represents the loaded lines.
    // oxlint-disable-next-line react-hooks/exhaustive-deps, react/exhaustive-effect-dependencies
    [reader, otherTraces, preferences.foldsTraces, state.version],
  );
  const isHidden = useCallback((row: number) => folds.isHidden(row), [folds]);
  const scroll = useLogScroll({ state, rowPx, isHidden, heightsKey: `${rowPx} ${preferences.wraps}` });
  const search = useLogSearch({ reader, state, scroll, ids });
  const { attach: attachScroll } = scroll;
  const attach = useCallback(
    (next: HTMLElement | null) => {
      setElement(next);
      attachScroll(next);
    },
    [attachScroll],
  );
  useEffect(() => {
    // After a switch by keyboard the keys continue in the log: PgUp pages back, End follows.
    if (hasLostFocus()) element?.focus({ preventScroll: true });
  }, [element]);

  const actions = useMemo(
    () => ({
      toggleJson: (line: number) => setOpenJson((before) => toggled(before, line)),
      toggleTrace: (line: number) => setOtherTraces((before) => toggled(before, line)),
      showWhole: setWhole,
    }),
    [],
  );
  const { save, shown: saving } = useLogSave(reader, preferences.times !== 'off');
  const onCopy = useLogCopy(reader, preferences.foldsJson, openJson);
  const selection = useTextSelection({
    log: element,
    scroll: scroll.scroll,
    allRows: () => state.rows,
    onPick: (row) => search.pick(reader.rows.line(row)?.line ?? null),
    onCopy,
    numbering: state.numbering,
  });
  const onKeyDown = useLogKeys(element, {
    search: () => searchBox.current?.select(),
    go: search.go,
    start: scroll.goToStart,
    end: scroll.follow,
    page: scroll.page,
    lines: (count) => scroll.scroll(count * rowPx),
    times: () => change({ times: nextTimes(preferences.times) }),
    wrap: () => change({ wraps: !preferences.wraps }),
    errorsOnly: () => search.setFilter(toggleErrorsOnly(search.filter)),
    fold: (isFolded) => foldCurrent({ isFolded, reader, scroll, search, folds, openJson, actions }),
    ...selection,
  });
  const arrivals = useArrivals(state.log.endLine, state.numbering);
  const tally = useTally(reader, state);
  const focusLines = useCallback(() => element?.focus({ preventScroll: true }), [element]);
  const use = (saved: SavedSearch) => {
    setDialog(null);
    search.setSearch(saved);
  };
  const jump = (ms: number) => {
    const go = async () => {
      const found = await reader.ask.locate({ ms });
      if (found === null) return;
      search.pick(found.line);
      scroll.goToRow(found.row, 0);
    };
    // The log is being reopened; the dialog can be used again.
    go().catch(() => {});
  };
  return (
    // Handles the keys of the whole view; its buttons do the same.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles['view']} onKeyDown={onKeyDown}>
      <LogToolbar
        state={state}
        search={search}
        preferences={preferences}
        onPreferences={change}
        onOpen={setDialog}
        onSave={save}
        onLeaveSearch={focusLines}
        searchRef={searchBox}
      />
      <SourceNotes sources={state.log.sources} />
      <div className={styles['frame']}>
        <LogRows
          id={logId}
          name={name}
          reader={reader}
          state={state}
          scroll={scroll}
          folds={folds}
          preferences={preferences}
          rowPx={rowPx}
          shownNames={shownNames}
          openJson={openJson}
          currentLine={search.currentLine}
          actions={actions}
          isLive={scroll.isFollowing && arrivals.isSlow}
          attach={attach}
        />
        <LogMinimap
          controls={logId}
          reader={reader}
          state={state}
          scroll={scroll}
          currentRow={currentRowOf(reader, search, scroll)}
        />
        <Nothing state={state} search={search} />
        <FollowPill scroll={scroll} />
      </div>
      <LogStatus state={state} isFollowing={scroll.isFollowing} tally={tally} saving={saving} />
      <Summary count={scroll.isFollowing ? arrivals.summary : 0} />
      <WholeLineDialog reader={reader} line={whole} onClose={() => setWhole(null)} />
      <JumpDialog
        open={dialog === 'jump'}
        fromMs={readingMs(reader, scroll)}
        onClose={() => setDialog(null)}
        onJump={jump}
      />
      <KeysDialog open={dialog === 'keys'} onClose={() => setDialog(null)} />
      <SearchesDialog
        open={dialog === 'searches'}
        searches={preferences.searches}
        onClose={() => setDialog(null)}
        onUse={use}
        onRemove={(search_) => change({ searches: preferences.searches.filter((one) => one !== search_) })}
      />
    </div>
  );
}

function toggled(before: ReadonlySet<number>, line: number): ReadonlySet<number> {
  const next = new Set(before);
  if (!next.delete(line)) next.add(line);
  return next;
}

interface FoldRequest {
  isFolded: boolean;
  reader: LogReader;
  scroll: LogScroll;
  search: LogSearch;
  folds: RowFolds;
  openJson: ReadonlySet<number>;
  actions: { toggleJson: (line: number) => void; toggleTrace: (line: number) => void };
}

/** Folds or unfolds the current line, else the first visible one that can be. */
function foldCurrent({ isFolded, reader, scroll, search, folds, openJson, actions }: FoldRequest): void {
  const rows: number[] = [];
  for (let row = scroll.drawn.from; row < scroll.drawn.to; row += 1) if (scroll.showsRow(row)) rows.push(row);
  const current = rows.find((row) => reader.rows.line(row)?.line === search.currentLine);
  for (const row of current === undefined ? rows : [folds.headOf(current) ?? current]) {
    const line = reader.rows.line(row);
    if (line === undefined) continue;
    if (folds.countOf(row) > 0 && folds.isHidden(row + 1) !== isFolded) {
      actions.toggleTrace(line.line);
      return;
    }
    if (line.text.includes('{') && openJson.has(line.line) === isFolded) {
      actions.toggleJson(line.line);
      return;
    }
  }
}

function currentRowOf(reader: LogReader, { currentLine }: LogSearch, { drawn }: LogScroll): number | null {
  if (currentLine === null) return null;
  for (let row = drawn.from; row < drawn.to; row += 1) if (reader.rows.line(row)?.line === currentLine) return row;
  return null;
}

/** The time of the first drawn line in milliseconds since 1970; null when it has none. */
function readingMs(reader: LogReader, { drawn }: LogScroll): number | null {
  const time = reader.rows.line(drawn.from)?.time ?? '';
  const atMs = Date.parse(time);
  return Number.isNaN(atMs) ? null : atMs;
}
