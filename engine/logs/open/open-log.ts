import { randomUUID } from 'node:crypto';
import { maxReadLines } from '../../contract/log-reading.ts';
import type { LogDensity, LogFilter, LogLine, LogState, SelectionState } from '../../contract/logs.ts';
import { stripEscapes } from '../../contract/escape-sequences.ts';
import { EngineError, toMessage } from '../../platform/engine-error.ts';
import { Waiters } from '../../platform/waiters.ts';
import type { FeedHandle } from '../feeds/feeds.ts';
import { type LineSequence, SingleSequence } from '../index/line-sequence.ts';
import type { LineStore } from '../index/line-store.ts';
import { DensityPainter } from './log-density.ts';
import { compileMatcher } from '../search/matcher.ts';
import { mergeWaitMs, MergedSequence } from '../index/merged-sequence.ts';
import { type SourceFeed, readLines } from './read-lines.ts';
import { saveLines, type SavedFile } from './save-lines.ts';
import { type SearchPool, TooSlowError } from '../search/search-pool.ts';
import { Selection } from '../search/selection.ts';

/** The largest answer to `text`. */
const maxTextBytes = 1024 * 1024;
/** Changes within this time are published together: a screen does not draw more often. */
const newsWaitMs = 12;

export interface OpenLogSource {
  readonly container: string;
  readonly name: string;
  readonly handle: FeedHandle;
  /** The logs of its predecessors. */
  readonly past: readonly FeedHandle[];
  /** The events of the container and its predecessors; null when there are none. */
  readonly events: FeedHandle | null;
}

/** A log that a page has open: the sequence of its lines, and its selections. */
export class OpenLog implements Disposable {
  readonly #sources: readonly OpenLogSource[];
  readonly #feeds: readonly SourceFeed[];
  readonly #pool: SearchPool;
  readonly #changed = new Waiters();
  readonly #painter = new DensityPainter();
  readonly #selections = new Map<string, Selection>();
  readonly #offNews: (() => void)[];
  #sequence: LineSequence | null = null;
  #stores: readonly LineStore[] = [];
  #generation = 0;
  #seq = 1;
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(sources: readonly OpenLogSource[], pool: SearchPool) {
    this.#sources = sources;
    this.#pool = pool;
    this.#feeds = sources.flatMap(({ handle, past, events }, source): SourceFeed[] => [
      ...past.map((before) => ({ source, handle: before, isEvents: false })),
      ...(events === null ? [] : [{ source, handle: events, isEvents: true }]),
      { source, handle, isEvents: false },
    ]);
    this.#offNews = this.#feeds.map(({ handle }) => handle.onNews(() => this.#schedule()));
    this.#advance();
  }

  /** Resolves when the state is newer than `seq`; the first time when the tail is indexed. */
  async changes(seq: number, signal: AbortSignal): Promise<LogState> {
    while (!this.#isClosed && (seq === this.#seq || this.#sequence === null)) await this.#changed.next(signal);
    return this.#state();
  }

  async read(input: { rows: string | null; marks: string | null; from: number; to: number }): Promise<LogLine[]> {
    const sequence = this.#sequence;
    if (sequence === null) return [];
    const rows = input.rows === null ? null : this.#selection(input.rows).rows;
    const marks = input.marks === null ? null : this.#selection(input.marks);
    const from = Math.max(input.from, rows?.firstRow ?? sequence.firstLine);
    const to = Math.min(input.to, rows?.endRow ?? sequence.endLine, from + maxReadLines);
    const wanted: { row: number; line: number }[] = [];
    for (let row = from; row < to; row += 1) {
      const line = rows === null ? row : rows.lineOf(row);
      if (line !== null) wanted.push({ row, line });
    }
    const lines = readLines(sequence, this.#feeds, wanted);
    const query = marks?.filter.query ?? null;
    return query === null ? lines : this.#withMatches(lines, query);
  }

  text(line: number, fromBytes: number): { text: string; restBytes: number } {
    const located = this.#sequence?.locate(line);
    const store = this.#feeds[located?.feed ?? 0]?.handle.feed.store;
    const bytes = Buffer.from(store?.readWhole(located?.line ?? Number.NaN) ?? '');
    // Not within a character.
    let end = Math.min(bytes.length, fromBytes + maxTextBytes);
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    return { text: bytes.toString('utf8', Math.min(fromBytes, end), end), restBytes: bytes.length - end };
  }

  /**
   * Starts a selection and returns its id. Throws `invalid` with reason `pattern` for an invalid
   * pattern.
   */
  select(filter: LogFilter): string {
    if (filter.query !== null) {
      try {
        compileMatcher(filter.query);
      } catch (error) {
        throw new EngineError('invalid', toMessage(error), { reason: 'pattern' });
      }
    }
    const id = randomUUID();
    this.#selections.set(id, this.#createSelection(filter, 1));
    return id;
  }

  async selectionChanges(id: string, seq: number, signal: AbortSignal): Promise<SelectionState> {
    let selection = this.#selection(id);
    while (selection.state.seq === seq) {
      await selection.nextChange(signal);
      // The log may have started over, with a new selection.
      selection = this.#selection(id);
    }
    return selection.state;
  }

  unselect(id: string): void {
    this.#selections.get(id)?.[Symbol.dispose]();
    this.#selections.delete(id);
  }

  find(input: { marks: string; rows: string | null; line: number; direction: 'next' | 'previous' }) {
    const marks = this.#selection(input.marks).rows;
    const rows = input.rows === null ? null : this.#selection(input.rows).rows;
    const row = input.direction === 'next' ? marks.rowAt(input.line + 1) : marks.rowAt(input.line) - 1;
    const line = row >= marks.firstRow && row < marks.endRow ? marks.lineOf(row) : null;
    return line === null ? null : { line, row: rows === null ? line : rows.rowAt(line), index: row - marks.firstRow };
  }

  locate(rowsId: string | null, at: { line: number } | { ms: number }): { row: number; line: number } {
    const sequence = this.#sequence;
    if (sequence === null) return { row: 0, line: 0 };
    const wanted = 'line' in at ? at.line : sequence.findTime(at.ms);
    const line = Math.max(sequence.firstLine, Math.min(wanted, sequence.endLine - 1));
    if (rowsId === null) return { row: line, line };
    const { rows } = this.#selection(rowsId);
    const row = Math.max(rows.firstRow, Math.min(rows.rowAt(line), rows.endRow - 1));
    return { row, line: rows.lineOf(row) ?? line };
  }

  density(input: { rows: string | null; marks: string | null; buckets: number }): LogDensity {
    const sequence = this.#sequence;
    if (sequence === null) return { firstRow: 0, endRow: 0, bytes: [], errors: [], warnings: [], matches: [] };
    return this.#painter.paint({
      sequence,
      stores: this.#feeds.map(({ handle }) => handle.feed.store),
      rows: input.rows === null ? null : this.#selection(input.rows).rows,
      marks: input.marks === null ? null : this.#selection(input.marks).rows,
      buckets: input.buckets,
    });
  }

  async save(
    input: { rows: string | null; hasTimes: boolean; gzip: boolean; folder: string },
    signal: AbortSignal,
  ): Promise<SavedFile> {
    const sequence = this.#sequence;
    if (sequence === null) throw new EngineError('conflict', 'The log is not there yet.');
    const names = this.#sources.map(({ name }) => name);
    return saveLines({
      sequence,
      feeds: this.#feeds.map(({ source, isEvents, handle }) => ({
        name: names[source] ?? '',
        isEvents,
        store: handle.feed.store,
      })),
      hasNames: names.length > 1,
      rows: input.rows === null ? null : this.#selection(input.rows).rows,
      hasTimes: input.hasTimes,
      gzip: input.gzip,
      folder: input.folder,
      name: names.length === 1 ? (names[0] ?? 'log') : `${names.length}-containers`,
      signal,
    });
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const off of this.#offNews) off();
    for (const id of this.#selections.keys()) this.unselect(id);
    for (const { handle } of this.#feeds) handle.release();
    this.#changed.wake();
  }

  #selection(id: string): Selection {
    const selection = this.#selections.get(id);
    if (selection === undefined) throw new EngineError('not-found', 'This search is not open any more.');
    return selection;
  }

  #createSelection(filter: LogFilter, seq: number): Selection {
    return new Selection({
      sequence: this.#sequence ?? new MergedSequence([]),
      stores: this.#feeds.map(({ handle }) => handle.feed.store),
      filter,
      skips: (index) => {
        const feed = this.#feeds[index];
        return feed === undefined || feed.isEvents || filter.sources?.includes(feed.source) === false;
      },
      pool: this.#pool,
      generation: this.#generation,
      seq,
    });
  }

  #schedule(waitMs = newsWaitMs): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#advance();
    }, waitMs);
  }

  /** Adds the new lines of the feeds. */
  #advance(): void {
    if (this.#isClosed) return;
    const feeds = this.#feeds.map(({ handle }) => handle.feed);
    if (!feeds.every(({ hasTail }) => hasTail)) return;
    const stores = feeds.map(({ store }) => store);
    if (this.#sequence === null || stores.some((store, index) => store !== this.#stores[index])) {
      this.#begin(stores);
    }
    const sequence = this.#sequence;
    sequence?.advance();
    this.#seq += 1;
    this.#changed.wake();
    for (const selection of this.#selections.values()) selection.wake();
    if (!(sequence instanceof MergedSequence)) return;
    // Other calls are served between two slices of older lines.
    if (sequence.hasMore) this.#schedule(0);
    else if (sequence.isWaiting) this.#schedule(mergeWaitMs / 2);
  }

  /** Starts the sequence, or starts it over. */
  #begin(stores: LineStore[]): void {
    const [only] = stores;
    this.#stores = stores;
    this.#generation += 1;
    this.#sequence =
      stores.length === 1 && only !== undefined
        ? new SingleSequence(only)
        : new MergedSequence(
            this.#feeds.map(({ handle }) => ({
              store: handle.feed.store,
              isOver: () => handle.feed.phase === 'failed',
            })),
          );
    for (const [id, selection] of this.#selections) {
      this.#selections.set(id, this.#createSelection(selection.filter, selection.state.seq + 1));
      selection[Symbol.dispose]();
    }
  }

  #state(): LogState {
    const sequence = this.#sequence;
    const feeds = this.#feeds.map(({ handle }) => handle.feed);
    const stores = feeds.map(({ store }) => store);
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    const firstLine = sequence?.firstLine ?? 0;
    const endLine = sequence?.endLine ?? 0;
    const sizeBytes = sum(stores.map((store) => store.sizeBytes));
    const levelCount = (code: number) => sum(stores.map(({ levels }) => levels[code] ?? 0));
    const lines = sum(stores.map((store) => store.endLine - store.firstLine));
    const behindBytes = sum(feeds.map((feed) => feed.behindBytes));
    return {
      seq: this.#seq,
      generation: this.#generation,
      firstLine,
      endLine,
      numberOffset:
        sequence?.isWhole === true ? sum(stores.map(({ droppedLines }) => droppedLines)) - firstLine + 1 : null,
      olderDone: Math.min(1, sum(feeds.map(({ olderDone }) => olderDone)) / Math.max(1, feeds.length)),
      levels: { debug: levelCount(1), info: levelCount(2), warn: levelCount(3), error: levelCount(4) },
      sizeBytes,
      behindLines: lines === 0 ? 0 : Math.round(behindBytes / Math.max(1, sizeBytes / lines)),
      sources: this.#sources.map(({ container, name, handle: { feed } }) => ({
        container,
        name,
        phase: feed.phase,
        detail: feed.detail,
      })),
    };
  }

  async #withMatches(lines: LogLine[], query: NonNullable<LogFilter['query']>): Promise<LogLine[]> {
    try {
      const matches = await this.#pool.findMatches({ texts: lines.map(({ text }) => stripEscapes(text)), query });
      return lines.map((line, index) => ({ ...line, matches: matches[index] ?? [] }));
    } catch (error) {
      // The state of the selection reports the slow pattern; the lines are shown without matches.
      if (error instanceof TooSlowError) return lines;
      throw error;
    }
  }
}
