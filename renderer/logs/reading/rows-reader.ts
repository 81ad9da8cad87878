import type { LogFilter, LogLine, LogState } from '../../../engine/contract/logs.ts';
import { toEngineProblem } from '../../client/engine-problem.ts';
import { LineWindow } from './line-window.ts';
import { LogSelection } from './log-selection.ts';
import type { LogSource } from './log-source.ts';
import { isSameFilter, type Look, lookAtAll, type ReaderState } from './log-state.ts';
import { closeUnused, keepLines, landingOf, type OpenLog, type Shown } from './shown-rows.ts';

/** What one `logs.read` answers at most (engine/contract/logs.ts). */
const readLines = 1000;
const readsAtOnce = 2;
/** More than a window shows: with other rows, all that is seen changes at once. */
const landedRows = 120;

/** What the page is told: what it is now, and a change of it. */
export interface ReaderNews {
  readonly state: () => ReaderState;
  readonly change: (change: Partial<ReaderState>) => void;
}

/** Holds the rows of an open log around those that someone looks at: reads what is missing, and shows other rows when others are wanted. */
export class RowsReader {
  readonly #source: LogSource;
  readonly #news: ReaderNews;
  #open: OpenLog | null = null;
  #shown: Shown | null = null;
  #shownGeneration = -1;
  #marks: LogSelection | null = null;
  #look = lookAtAll;
  #lookTurn = 0;
  #reading = 0;
  /** How many of the last rows someone watches; 0 when somebody reads elsewhere, or nobody does. */
  #tailWanted = 0;
  #wantedRow = 0;

  constructor(source: LogSource, news: ReaderNews) {
    this.#source = source;
    this.#news = news;
  }

  /** What is open, shown and marked now. */
  get now() {
    return { open: this.#open, shown: this.#shown, marks: this.#marks };
  }

  get isTailWatched(): boolean {
    return this.#tailWanted > 0;
  }

  /** A line that is here already. */
  line(row: number): LogLine | undefined {
    return this.#shown?.window.get(row);
  }

  /** Someone reads rows `[from, to)`: what is missing is read. */
  want(from: number, to: number): void {
    this.#tailWanted = 0;
    this.#wantedRow = from;
    this.#shown?.window.want(from, to);
    this.#readWanted();
  }

  /** Someone watches the last rows: from now on new ones are told only when they are here, so that none is drawn empty. */
  wantTail(rows: number): void {
    this.#tailWanted = rows;
    const { first, end } = this.#news.state().rows;
    this.#shown?.window.want(Math.max(first, end - rows), end);
    this.#readWanted();
  }

  /** Looks for something else. `row` is where one goes on reading when other rows are shown; null for the end. */
  look(look: Look, row: number | null): void {
    if (isSameFilter(look.marks, this.#look.marks) && isSameFilter(look.rows, this.#look.rows)) return;
    this.#look = look;
    const open = this.#open;
    if (open === null) return;
    const anchor = row === null ? null : (this.line(row)?.line ?? null);
    void this.#carryOutLook(open, anchor);
  }

  /** Shows the lines of a log that is new, or was emptied under us, from `atMs` of its time on; null for its end. */
  async begin(open: OpenLog, log: LogState, atMs: number | null): Promise<void> {
    this.#open = open;
    this.#news.change({ log, phase: 'open', problem: null });
    await this.#carryOutLook(open, atMs === null ? null : { ms: atMs });
  }

  /** A log is not open any more; its rows stay. */
  end(open: OpenLog): void {
    if (this.#open === open) this.#open = null;
  }

  /** The time of the log at which someone reads; null for its end. */
  readingMs(): number | null {
    if (this.#tailWanted > 0) return null;
    const time = this.line(this.#wantedRow)?.time ?? '';
    const atMs = time === '' ? Number.NaN : Date.parse(time);
    return Number.isNaN(atMs) ? null : atMs;
  }

  /** Takes in what a log tells of itself. */
  async takeIn(open: OpenLog, log: LogState): Promise<void> {
    const shown = this.#shown;
    if (shown === null || shown.open !== open || shown.selection !== null) {
      this.#news.change({ log });
      return;
    }
    await this.#takeSpan(shown, log.firstLine, log.endLine, { log });
  }

  /** New rows are told when the last of them are here, if those are watched. */
  async #takeSpan(shown: Shown, first: number, end: number, also: Partial<ReaderState>): Promise<void> {
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

  /** Answers the length of the longest of them. */
  async #readTail(shown: Shown, first: number, end: number): Promise<number> {
    if (this.#tailWanted === 0) return 0;
    const from = Math.max(first, end - this.#tailWanted);
    shown.window.want(from, end);
    const gap = shown.window.firstGap(from, end);
    if (gap === null) return 0;
    // One call for all: the rows are few, and those between that are here already cost less than a second call.
    return keepLines(shown.window, await this.#call(shown, gap.from, end));
  }

  async #call({ open, selection }: Shown, from: number, to: number, marks = this.#marks): Promise<readonly LogLine[]> {
    const { lines } = await this.#source.logs.read(
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
      // Without an answer it is gone already, and stays asked for until the next news say so.
      if (lines.length > 0) shown.window.answered(gap);
      isHere = lines.length > 0 && this.#shown === shown && this.#marks === marks;
      if (isHere) {
        const longestText = Math.max(this.#news.state().longestText, keepLines(shown.window, lines));
        this.#news.change({ longestText, version: this.#news.state().version + 1 });
      }
    } catch (error) {
      // The loop in #follow owns the log: it learns of the failure, and begins anew. Rows that are no longer shown may be gone.
      if (this.#shown === shown && this.#marks === marks) shown.open.life.abort(error);
    } finally {
      this.#reading -= 1;
    }
    if (!shown.open.signal.aborted) this.#readWanted();
  }

  /** Begins the selections that are wanted, and shows their rows once they have come to where one reads. */
  async #carryOutLook(open: OpenLog, at: number | { ms: number } | null): Promise<void> {
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
        // Lines are to be seen even when what is looked for is wrong.
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
    return same ?? (await LogSelection.start(this.#source, open.id, filter, open.signal));
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
        at === null ? null : await landingOf(this.#source, shown, typeof at === 'number' ? { line: at } : at);
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
      if (shown?.selection === selection) await this.#takeSpan(shown, state.firstRow, state.endRow, marks);
      else this.#news.change(marks);
    };
    // When the selection ends, whoever ended it knows; when the connection does, the log's own loop begins anew.
    selection.follow(onChange).catch(() => {});
  }
}
