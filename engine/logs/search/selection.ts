import { logLevels } from '../../contract/log-reading.ts';
import type { LogFilter, SelectionState } from '../../contract/logs.ts';
import { Waiters } from '../../platform/waiters.ts';
import { Bits } from './bits.ts';
import type { LineSequence, LineUnit } from '../index/line-sequence.ts';
import { levelsByCode } from '../index/log-level.ts';
import { levelOf, type LogChunk, stderrBit } from '../index/log-chunk.ts';
import type { LineStore } from '../index/line-store.ts';
import { SelectedRows } from './selected-rows.ts';
import { kindMask } from './scan-chunk.ts';
import type { ScanPiece } from './search-jobs.ts';
import { type SearchPool, TooSlowError } from './search-pool.ts';

/** Chunks of one job: few at first, so that something is found at once, then as many as take about so long. */
const mostPieces = 16;
const jobMs = 25;
/** Jobs that are under way at once: each of the threads has its next one waiting. */
const jobsAhead = 4;

interface ChunkBits {
  scannedLines: number;
  readonly bits: Bits;
}

interface SelectionOptions {
  readonly sequence: LineSequence;
  readonly stores: readonly LineStore[];
  readonly filter: LogFilter;
  readonly pool: SearchPool;
  /** Sources that have nothing to find. */
  readonly skips: (source: number) => boolean;
  readonly generation: number;
  /** Its versions count on from here: it may take the place of another. */
  readonly seq: number;
}

/** The lines of a log that a filter lets through, found from the newest to the oldest and on with new ones. */
export class Selection implements Disposable {
  readonly filter: LogFilter;
  readonly #options: SelectionOptions;
  readonly #allowed: Uint8Array;
  readonly #chunks = new Map<LogChunk, ChunkBits>();
  readonly #stop = new AbortController();
  readonly #news = new Waiters();
  readonly #changed = new Waiters();
  readonly rows = new SelectedRows();
  #seq: number;
  #scannedLines = 0;
  #isDone = false;
  #problem: SelectionState['problem'] = null;
  #pieces = 1;

  constructor(options: SelectionOptions) {
    this.filter = options.filter;
    this.#seq = options.seq;
    this.#options = options;
    this.#allowed = toAllowed(options.filter);
    void this.#run(this.#stop.signal);
  }

  get state(): SelectionState {
    return {
      seq: this.#seq,
      generation: this.#options.generation,
      firstRow: this.rows.firstRow,
      endRow: this.rows.endRow,
      scannedLines: this.#scannedLines,
      isDone: this.#isDone,
      problem: this.#problem,
    };
  }

  /** Resolves when the state is another, or when the selection has ended. */
  async nextChange(signal: AbortSignal): Promise<void> {
    await this.#changed.next(signal);
  }

  /** The log has more lines, or fewer. */
  wake(): void {
    this.#news.wake();
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#changed.wake();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { sequence } = this.#options;
    while (!signal.aborted) {
      this.#dropGone();
      const stretches = this.#nextStretches();
      if (stretches.length === 0) {
        if (this.#isDone !== sequence.isWhole) {
          this.#isDone = sequence.isWhole;
          this.#publish();
        }
        try {
          await this.#news.next(signal);
        } catch {
          // Only the end of this selection rejects here.
          return;
        }
        continue;
      }
      try {
        await this.#take(stretches, signal);
      } catch (error) {
        if (signal.aborted) return;
        // A file that went away while it was searched is gone from the log too, which drops it at the next turn.
        if (!(error instanceof TooSlowError)) continue;
        // A pattern that does not end is not tried again; what was found stays.
        this.#problem = 'too-slow';
        this.#isDone = true;
        this.#publish();
        return;
      }
    }
  }

  #publish(): void {
    this.#seq += 1;
    this.#changed.wake();
  }

  /** What is to be looked at next: new lines first, then older ones from the newest back. */
  #nextStretches(): { unit: LineUnit; from: number; to: number; isOlder: boolean }[] {
    const { units } = this.#options.sequence;
    const wanted = this.#pieces * jobsAhead;
    const { newest } = this.rows;
    const newer: { unit: LineUnit; from: number; to: number; isOlder: boolean }[] = [];
    if (newest !== undefined) {
      for (let place = units.length - 1; place >= 0; place -= 1) {
        const unit = units[place];
        if (unit === undefined || unit.firstLine < newest.firstLine) break;
        const from = unit === newest.unit ? newest.lineCount : 0;
        if (from < unit.lineCount) newer.unshift({ unit, from, to: unit.lineCount, isOlder: false });
        if (unit === newest.unit) break;
      }
      if (newer.length > 0) return newer.slice(0, wanted);
    }
    const oldestLine = this.rows.oldest?.firstLine ?? Number.POSITIVE_INFINITY;
    const older: { unit: LineUnit; from: number; to: number; isOlder: boolean }[] = [];
    let place = units.length - 1;
    if (oldestLine !== Number.POSITIVE_INFINITY) place = lastBefore(units, oldestLine);
    for (; place >= 0 && older.length < wanted; place -= 1) {
      const unit = units[place];
      if (unit !== undefined) older.push({ unit, from: 0, to: unit.lineCount, isOlder: true });
    }
    return older;
  }

  /** Looks at stretches, several jobs at once, and takes their results in order. */
  async #take(
    stretches: { unit: LineUnit; from: number; to: number; isOlder: boolean }[],
    signal: AbortSignal,
  ): Promise<void> {
    const jobs: Promise<void>[] = [];
    const begin = performance.now();
    const size = this.#pieces;
    for (let at = 0; at < stretches.length; at += size) {
      const part = stretches.slice(at, at + size);
      jobs.push(this.#scan(part));
    }
    let first = true;
    for (const [place, job] of jobs.entries()) {
      await job.catch((error: unknown) => {
        // The others are awaited by nobody then.
        for (const other of jobs) other.catch(() => undefined);
        throw error;
      });
      if (signal.aborted) return;
      if (first) {
        const tookMs = performance.now() - begin;
        this.#pieces = Math.max(1, Math.min(mostPieces, Math.round((size * jobMs) / Math.max(1, tookMs))));
        first = false;
      }
      for (const stretch of stretches.slice(place * size, (place + 1) * size)) this.#commit(stretch);
      this.#publish();
    }
  }

  /** Has the chunks that these stretches are made of looked at, as far as they were not. */
  async #scan(stretches: readonly { unit: LineUnit; from: number; to: number }[]): Promise<void> {
    const { sequence, stores, filter, pool, skips } = this.#options;
    const pieces: ScanPiece[] = [];
    const targets: { held: ChunkBits }[] = [];
    for (const { unit, from, to } of stretches) {
      for (const { source, fromLine, toLine } of sequence.sourceLines(unit, from, to)) {
        const store = stores[source];
        if (store === undefined || skips(source)) continue;
        for (let place = store.findChunk(fromLine); place >= 0 && place < store.chunks.length; place += 1) {
          const chunk = store.chunks[place];
          if (chunk === undefined || chunk.firstLine >= toLine) break;
          const held = this.#chunks.get(chunk) ?? { scannedLines: 0, bits: new Bits() };
          this.#chunks.set(chunk, held);
          if (held.scannedLines >= Math.min(chunk.lineCount, toLine - chunk.firstLine)) continue;
          pieces.push(toPiece(chunk, held.scannedLines));
          targets.push({ held });
          held.scannedLines = chunk.lineCount;
        }
      }
    }
    if (pieces.length === 0) return;
    const { query, fromMs, toMs } = filter;
    const found = await pool.scan({ pieces, query, allowed: this.#allowed, fromMs, toMs });
    for (const [place, indexes] of found.entries()) for (const index of indexes) targets[place]?.held.bits.set(index);
  }

  #commit({ unit, from, to, isOlder }: { unit: LineUnit; from: number; to: number; isOlder: boolean }): void {
    const { newest } = this.rows;
    // Where the lines are those of one source, what was found in its chunk is what is wanted.
    const own = this.#chunks.get(unit as LogChunk)?.bits;
    const isGrowing = !isOlder && newest?.unit === unit;
    const bits = own ?? (isGrowing ? newest.bits : new Bits());
    if (own === undefined) this.#gather(unit, bits, from, to);
    const block = isGrowing ? newest : isOlder ? this.rows.prepend(unit, bits) : this.rows.append(unit, bits);
    block.lineCount = to;
    this.#scannedLines += to - from;
  }

  /** Takes together what was found in the sources of a merged stretch. */
  #gather(unit: LineUnit, bits: Bits, from: number, to: number): void {
    const { sequence, stores } = this.#options;
    // Where each source was last, because its lines come one after the other.
    const lasts: { chunk: LogChunk; held: ChunkBits }[] = [];
    sequence.eachLine(unit, from, to, (index, source, line) => {
      const store = stores[source];
      if (store === undefined) return;
      const last = lasts[source];
      if (last === undefined || line < last.chunk.firstLine || line >= last.chunk.firstLine + last.chunk.lineCount) {
        const chunk = store.chunks[store.findChunk(line)];
        const held = chunk === undefined ? undefined : this.#chunks.get(chunk);
        if (chunk === undefined || held === undefined) return;
        lasts[source] = { chunk, held };
      }
      const found = lasts[source];
      if (found !== undefined && found.held.bits.has(line - found.chunk.firstLine)) bits.set(index);
    });
  }

  /** Lets go of what the log has let go. */
  #dropGone(): void {
    const { firstLine } = this.#options.sequence;
    if (!this.rows.dropBefore(firstLine)) return;
    const alive = new Set(this.#options.stores.flatMap(({ chunks }) => chunks));
    for (const chunk of this.#chunks.keys()) if (!alive.has(chunk)) this.#chunks.delete(chunk);
    this.#publish();
  }
}

function toPiece(chunk: LogChunk, from: number): ScanPiece {
  const { file } = chunk;
  return {
    file: { id: file.id, place: file.place, format: file.format.id },
    startByte: chunk.startByte,
    lengthBytes: chunk.lengthBytes,
    starts: chunk.starts,
    metas: chunk.metas,
    from,
    to: chunk.lineCount,
  };
}

/** The last unit that ends at or before a line. */
function lastBefore(units: readonly LineUnit[], line: number): number {
  let low = 0;
  let high = units.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const unit = units[middle];
    if (unit !== undefined && unit.firstLine + unit.lineCount <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** For each meta byte whether its stream and level are wanted. */
function toAllowed({ levels, stream }: LogFilter): Uint8Array {
  const allowed = new Uint8Array(kindMask + 1);
  const wanted = new Set<string>(levels ?? [...logLevels, 'none']);
  for (let meta = 0; meta <= kindMask; meta += 1) {
    const level = levelsByCode[levelOf(meta)];
    const isStderr = (meta & stderrBit) !== 0;
    const isStream = stream === null || (stream === 'stderr') === isStderr;
    if (level !== undefined && isStream && wanted.has(level ?? 'none')) allowed[meta] = 1;
  }
  return allowed;
}
