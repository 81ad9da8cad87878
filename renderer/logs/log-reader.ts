import type { LogFilter, LogLine, LogState } from '../../engine/contract/logs.ts';
import { toEngineProblem } from '../client/engine-problem.ts';
import { pause } from '../client/or-aborted.ts';
import { LineWindow } from './line-window.ts';
import { LogQuestions } from './log-questions.ts';
import { LogSelection } from './log-selection.ts';
import type { LogSource } from './log-source.ts';
import { beginning, isSameFilter, type Look, lookAtAll, type ReaderState } from './log-state.ts';
import { closeUnused, keepLines, landingOf, type OpenLog, type Shown } from './shown-rows.ts';

/** What one `logs.read` answers at most (engine/contract/logs.ts). */
const readLines = 1000;
const readsAtOnce = 2;
const firstDelayMs = 250;
const lastDelayMs = 5000;
/** Somebody who reads elsewhere than at the end learns of new lines this often, and who watches a flood sees it move so often. */
const quietMs = 100;
/** More new lines than this between two frames are a flood. */
const floodLines = 200;
/** More than a window shows: with other rows, all that is seen changes at once. */
const landedRows = 120;

/**
 * Reads the logs of some containers as one, as long as somebody subscribes: knows how far they go, holds the lines around those that
 * someone looks at, looks for what is wanted, and begins anew when the service was lost.
 */
export class LogReader {
  /** Single questions about what is being read. */
  readonly ask: LogQuestions;
  readonly #source: LogSource;
  readonly #containers: readonly string[];
  readonly #listeners = new Set<() => void>();
  #life = new AbortController();
  #state = beginning;
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

  constructor(source: LogSource, containers: readonly string[]) {
    this.#source = source;
    this.ask = new LogQuestions(source, () => ({ open: this.#open, shown: this.#shown, marks: this.#marks }));
    this.#containers = containers;
  }

  readonly state = (): ReaderState => this.#state;

  /** Begins to read with the first subscription; the answer ends it, and the reading with the last one. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#life.abort();
    };
  };

  /** Begins anew, after it failed. */
  readonly again = (): void => {
    if (this.#listeners.size === 0) return;
    this.#life.abort();
    this.#start();
  };

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
    const { first, end } = this.#state.rows;
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

  #start(): void {
    this.#life = new AbortController();
    void this.#run(this.#life.signal);
  }

  #change(change: Partial<ReaderState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  async #run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const problem = await this.#readOnce(signal, () => {
        failures = 0;
      });
      if (signal.aborted) return;
      // A lost service is expected: the banner says so, the lines stay, and reading begins anew.
      if (problem !== null && problem.code !== 'unreachable') {
        this.#change({ phase: 'failed', problem });
        return;
      }
      const delayMs = Math.min(lastDelayMs, firstDelayMs * 2 ** failures);
      failures += 1;
      try {
        await pause(delayMs, signal);
        await this.#source.whenConnected(signal);
      } catch {
        // Only the end of this reading rejects here.
        return;
      }
    }
  }

  /** Reads until the signal is aborted or the log breaks off; answers the problem when it could not even be opened. */
  async #readOnce(signal: AbortSignal, onAnswer: () => void) {
    const { logs } = this.#source;
    const life = new AbortController();
    let open: OpenLog;
    try {
      const { log } = await logs.open({ containers: [...this.#containers] }, { signal });
      open = { id: log, life, signal: AbortSignal.any([signal, life.signal]) };
    } catch (error) {
      return toEngineProblem(error);
    }
    try {
      await this.#follow(open, onAnswer);
    } catch {
      // Whatever broke it off, it begins anew; a service that is away is told by the page's banner.
    } finally {
      life.abort();
      // Without a connection there is nobody to tell, and the service has closed what this page had opened.
      logs.close({ log: open.id }).catch(() => {});
      if (this.#open === open) this.#open = null;
    }
    return null;
  }

  /** Takes in what is new until the signal is aborted. */
  async #follow(open: OpenLog, onAnswer: () => void): Promise<never> {
    const { logs, nextFrame } = this.#source;
    let known: LogState | null = null;
    for (;;) {
      const news: LogState = await logs.changes({ log: open.id, seq: known?.seq ?? 0 }, { signal: open.signal });
      open.signal.throwIfAborted();
      onAnswer();
      const isSameLog = known?.generation === news.generation;
      const isFlood = news.endLine - (known?.endLine ?? news.endLine) > floodLines;
      known = news;
      if (isSameLog) await this.#takeIn(open, news);
      else known = await this.#begin(open, news);
      await nextFrame(open.signal);
      // Where everything that is seen changes at once, ten times a second is more than can be read, and leaves time for whoever prints the lines.
      if (isFlood || this.#tailWanted === 0) await pause(quietMs, open.signal);
    }
  }

  /** Shows the lines of a log that is new, or that was emptied under us; who was reading goes on at the same time of the log. */
  async #begin(open: OpenLog, first: LogState): Promise<LogState> {
    let news = first;
    const atMs = this.#readingMs();
    if (atMs !== null && this.#open !== open) news = await this.#catchUp(open, first, atMs);
    this.#open = open;
    this.#change({ log: news, phase: 'open', problem: null });
    await this.#carryOutLook(open, atMs === null ? null : { ms: atMs });
    return news;
  }

  /** Waits until the lines of a time have been found again. */
  async #catchUp({ id, signal }: OpenLog, first: LogState, ms: number): Promise<LogState> {
    const { logs } = this.#source;
    let news = first;
    while (news.olderDone < 1) {
      const { row } = await logs.locate({ log: id, rows: null, at: { ms } }, { signal });
      if (row > news.firstLine) break;
      news = await logs.changes({ log: id, seq: news.seq }, { signal });
    }
    return news;
  }

  #readingMs(): number | null {
    if (this.#tailWanted > 0) return null;
    const time = this.line(this.#wantedRow)?.time ?? '';
    const atMs = time === '' ? Number.NaN : Date.parse(time);
    return Number.isNaN(atMs) ? null : atMs;
  }

  async #takeIn(open: OpenLog, log: LogState): Promise<void> {
    const shown = this.#shown;
    if (shown === null || shown.open !== open || shown.selection !== null) {
      this.#change({ log });
      return;
    }
    await this.#takeSpan(shown, log.firstLine, log.endLine, { log });
  }

  /** New rows are told when the last of them are here, if those are watched. */
  async #takeSpan(shown: Shown, first: number, end: number, also: Partial<ReaderState>): Promise<void> {
    const longest = await this.#readTail(shown, first, end);
    if (this.#shown !== shown) {
      this.#change(also);
      return;
    }
    shown.window.dropBefore(first);
    shown.window.askAgain();
    const { version, longestText } = this.#state;
    this.#change({ ...also, rows: { first, end }, version: version + 1, longestText: Math.max(longestText, longest) });
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
      const { first, end } = this.#state.rows;
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
        const longestText = Math.max(this.#state.longestText, keepLines(shown.window, lines));
        this.#change({ longestText, version: this.#state.version + 1 });
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
    const isNewLog = this.#shown?.open !== open || this.#state.log.generation !== this.#shownGeneration;
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
        this.#change({ lookProblem: problem });
        // Lines are to be seen even when what is looked for is wrong.
        if (isNewLog) await this.#show(open, null, null, at, isOver);
      } else if (problem.code !== 'unreachable') open.life.abort(error);
      return;
    }
    if (isOver()) {
      closeUnused([marks, rows], [this.#marks, this.#shown?.selection]);
      return;
    }
    this.#change({ lookProblem: null });
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
    const { firstLine, endLine, generation } = this.#state.log;
    if (before?.open === open && before.selection === rows && this.#shownGeneration === generation) {
      this.#marks = marks;
      if (areNewMarks) before.window.renew();
      this.#change({ marks: marks?.state ?? null, marksId: marks?.id ?? null });
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
      const { numbering, version } = this.#state;
      this.#change({
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
      else this.#change(marks);
    };
    // When the selection ends, whoever ended it knows; when the connection does, the log's own loop begins anew.
    selection.follow(onChange).catch(() => {});
  }
}
