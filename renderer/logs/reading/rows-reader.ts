import type { LogFilter, LogLine, LogState } from '../../../engine/contract/logs.ts';
import { toEngineProblem } from '../../client/engine-problem.ts';
import { LineWindow } from './line-window.ts';
import { LogSelection } from './log-selection.ts';
import type { LogService } from './log-service.ts';
import { isSameFilter, type Look, lookAtAll, type ReaderState } from './log-state.ts';
import { closeUnused, keepLines, landingOf, type OpenLog, type Shown } from './shown-rows.ts';

/** The most lines of one answer of `logs.read` (engine/contract/logs.ts). */
const readLines = 1000;
const readsAtOnce = 2;
/** More rows than a window shows: after a switch to other rows, all of them are read at once. */
const landedRows = 120;

/** Access to the state of the log reader. */
export interface ReaderNews {
  readonly state: () => ReaderState;
  readonly change: (change: Partial<ReaderState>) => void;
}

/**
 * Loads the rows of an open log around the wanted ones, and switches to other rows when the filter
 * changes.
 */
export class RowsReader {
  readonly #service: LogService;
  readonly #news: ReaderNews;
  #open: OpenLog | null = null;
  #shown: Shown | null = null;
  #shownGeneration = -1;
  #marks: LogSelection | null = null;
  #look = lookAtAll;
  #lookTurn = 0;
  #reading = 0;
  /** How many of the last rows are watched; 0 when the end is not watched. */
  #tailWanted = 0;
  #wantedRow = 0;

  constructor(service: LogService, news: ReaderNews) {
    this.#service = service;
    this.#news = news;
  }

  /** What is open, shown and marked now. */
  get now() {
    return { open: this.#open, shown: this.#shown, marks: this.#marks };
  }

  get isTailWatched(): boolean {
    return this.#tailWanted > 0;
  }

  /** A loaded line. */
  line(row: number): LogLine | undefined {
    return this.#shown?.window.get(row);
  }

  /** Sets the wanted rows `[from, to)` and reads those that are missing. */
  want(from: number, to: number): void {
    this.#tailWanted = 0;
    this.#wantedRow = from;
    this.#shown?.window.want(from, to);
    this.#readWanted();
  }

  /**
   * Watches the last rows: new rows are published after they are loaded, so that none is drawn
   * empty.
   */
  wantTail(rows: number): void {
    this.#tailWanted = rows;
    const { first, end } = this.#news.state().rows;
    this.#shown?.window.want(Math.max(first, end - rows), end);
    this.#readWanted();
  }

  /** Changes the search and the filter. Reading continues at `row`; null for the end. */
  look(look: Look, row: number | null): void {
    if (isSameFilter(look.marks, this.#look.marks) && isSameFilter(look.rows, this.#look.rows)) return;
    this.#look = look;
    const open = this.#open;
    if (open === null) return;
    const anchor = row === null ? null : (this.line(row)?.line ?? null);
    void this.#applyLook(open, anchor);
  }

  /** Shows a log that was opened or that started over, from the time `atMs`; null for its end. */
  async begin(open: OpenLog, log: LogState, atMs: number | null): Promise<void> {
    this.#open = open;
    this.#news.change({ log, phase: 'open', problem: null });
    await this.#applyLook(open, atMs === null ? null : { ms: atMs });
  }

  /** Call when a log is closed; its rows stay visible. */
  end(open: OpenLog): void {
    if (this.#open === open) this.#open = null;
  }

  /** The time of the first wanted row in milliseconds since 1970; null at the end. */
  readingMs(): number | null {
    if (this.#tailWanted > 0) return null;
    const time = this.line(this.#wantedRow)?.time ?? '';
    const atMs = time === '' ? Number.NaN : Date.parse(time);
    return Number.isNaN(atMs) ? null : atMs;
  }

  /** Applies a new state of the log. */
  async update(open: OpenLog, log: LogState): Promise<void> {
    const shown = this.#shown;
    if (shown === null || shown.open !== open || shown.selection !== null) {
      this.#news.change({ log });
      return;
    }
    await this.#publishRows(shown, log.firstLine, log.endLine, { log });
  }

  /** Publishes new rows; first loads them if the end is watched. */
  async #publishRows(shown: Shown, first: number, end: number, also: Partial<ReaderState>): Promise<void> {
    const longest = await this.#readTail(shown, first, end);
    if (this.#shown !== shown) {
      this.#news.change(also);
      return;
    }
    shown.window.dropBefore(first);
    shown.window.askAgain();
    const { version, longestText } = this.#news.state();
    this.#news.change({
      ...also,
      rows: { first, end },
      version: version + 1,
      longestText: Math.max(longestText, longest),
    });
    this.#readWanted();
  }

  /** Loads the watched rows; returns the length of the longest line. */
  async #readTail(shown: Shown, first: number, end: number): Promise<number> {
    if (this.#tailWanted === 0) return 0;
    const from = Math.max(first, end - this.#tailWanted);
    shown.window.want(from, end);
    const gap = shown.window.firstGap(from, end);
    if (gap === null) return 0;
    // One call for all rows from the gap on: reading a few loaded rows again is cheaper than a
    // second call.
    return keepLines(shown.window, await this.#call(shown, gap.from, end));
  }

  async #call({ open, selection }: Shown, from: number, to: number, marks = this.#marks): Promise<readonly LogLine[]> {
    const { lines } = await this.#service.logs.read(
      { log: open.id, rows: selection?.id ?? null, marks: marks?.id ?? null, from, to },
      { signal: open.signal },
    );
    return lines;
  }

  #readWanted(): void {
    const shown = this.#shown;
    if (shown === null || shown.open !== this.#open) return;
    while (this.#reading < readsAtOnce) {
      const { first, end } = this.#news.state().rows;
      const gap = shown.window.firstGap(first, end);
      if (gap === null) return;
      this.#reading += 1;
      void this.#readGap(shown, { from: gap.from, to: Math.min(gap.to, gap.from + readLines) });
    }
  }

  async #readGap(shown: Shown, gap: { from: number; to: number }): Promise<void> {
    const marks = this.#marks;
    shown.window.asked(gap);
    let isHere = false;
    try {
      const lines = await this.#call(shown, gap.from, gap.to);
      // An empty answer means the rows were dropped: the range stays requested until the next
      // state.
      if (lines.length > 0) shown.window.answered(gap);
      isHere = lines.length > 0 && this.#shown === shown && this.#marks === marks;
      if (isHere) {
        const longestText = Math.max(this.#news.state().longestText, keepLines(shown.window, lines));
        this.#news.change({ longestText, version: this.#news.state().version + 1 });
      }
    } catch (error) {
      // The loop in `#follow` owns the log: it gets the error and reopens the log. Rows that are
      // not shown any more may be gone.
      if (this.#shown === shown && this.#marks === marks) shown.open.life.abort(error);
    } finally {
      this.#reading -= 1;
    }
    if (!shown.open.signal.aborted) this.#readWanted();
  }

  /**
   * Starts the wanted selections, and shows their rows when they have reached the reading position.
   */
  async #applyLook(open: OpenLog, at: number | { ms: number } | null): Promise<void> {
    const look = this.#look;
    this.#lookTurn += 1;
    const turn = this.#lookTurn;
    const isOver = () => turn !== this.#lookTurn || open.signal.aborted;
    const before = { marks: this.#marks, rows: this.#shown?.selection ?? null };
    const isNewLog = this.#shown?.open !== open || this.#news.state().log.generation !== this.#shownGeneration;
    let marks: LogSelection | null = null;
    let rows: LogSelection | null = null;
    try {
      marks = await this.#selectionFor(open, look.marks, isNewLog ? [] : [before.marks, before.rows]);
      rows = await this.#selectionFor(open, look.rows, isNewLog ? [marks] : [marks, before.rows, before.marks]);
    } catch (error) {
      closeUnused([marks, rows], [this.#marks, this.#shown?.selection]);
      if (isOver()) return;
      const problem = toEngineProblem(error);
      if (problem.code === 'invalid') {
        this.#news.change({ lookProblem: problem });
        // An invalid search must not hide the lines of a new log.
        if (isNewLog) await this.#show(open, null, null, at, isOver);
      } else if (problem.code !== 'unreachable') open.life.abort(error);
      return;
    }
    if (isOver()) {
      closeUnused([marks, rows], [this.#marks, this.#shown?.selection]);
      return;
    }
    this.#news.change({ lookProblem: null });
    await this.#show(open, marks, rows, at, isOver);
    closeUnused([before.marks, before.rows, marks, rows], [this.#marks, this.#shown?.selection]);
  }

  async #selectionFor(
    open: OpenLog,
    filter: LogFilter | null,
    known: readonly (LogSelection | null)[],
  ): Promise<LogSelection | null> {
    if (filter === null) return null;
    const same = known.find((selection) => selection !== null && isSameFilter(selection.filter, filter));
    return same ?? (await LogSelection.start(this.#service, open.id, filter, open.signal));
  }

  async #show(
    open: OpenLog,
    marks: LogSelection | null,
    rows: LogSelection | null,
    at: number | { ms: number } | null,
    isOver: () => boolean,
  ): Promise<void> {
    const before = this.#shown;
    const areNewMarks = marks !== this.#marks;
    const { firstLine, endLine, generation } = this.#news.state().log;
    if (before?.open === open && before.selection === rows && this.#shownGeneration === generation) {
      this.#marks = marks;
      if (areNewMarks) before.window.renew();
      this.#news.change({ marks: marks?.state ?? null, marksId: marks?.id ?? null });
    } else {
      const shown: Shown = { open, selection: rows, window: new LineWindow<LogLine>() };
      const landing =
        at === null ? null : await landingOf(this.#service, shown, typeof at === 'number' ? { line: at } : at);
      const first = rows === null ? firstLine : rows.state.firstRow;
      const end = rows === null ? endLine : rows.state.endRow;
      const tail = Math.max(first, end - Math.max(this.#tailWanted, landedRows));
      const from = landing === null ? tail : Math.max(first, Math.min(landing, tail));
      const longest = keepLines(
        shown.window,
        end === first ? [] : await this.#call(shown, from, from + landedRows, marks),
      );
      if (isOver()) return;
      this.#marks = marks;
      this.#shown = shown;
      this.#shownGeneration = generation;
      shown.window.want(from, end);
      const { numbering, version } = this.#news.state();
      this.#news.change({
        rows: { first, end },
        isFiltered: rows !== null,
        numbering: numbering + 1,
        version: version + 1,
        longestText: longest,
        landing,
        marks: marks?.state ?? null,
        marksId: marks?.id ?? null,
      });
    }
    this.#readWanted();
    if (marks !== null && areNewMarks) this.#followSelection(marks);
    if (rows !== null && rows !== marks && rows !== before?.selection) this.#followSelection(rows);
  }

  #followSelection(selection: LogSelection): void {
    const onChange = async () => {
      const { state } = selection;
      const marks = selection === this.#marks ? { marks: state } : {};
      const shown = this.#shown;
      if (shown?.selection === selection) await this.#publishRows(shown, state.firstRow, state.endRow, marks);
      else this.#news.change(marks);
    };
    // An error means the selection or the connection ended. The first is intended; after the second
    // the log is reopened.
    selection.follow(onChange).catch(() => {});
  }
}
