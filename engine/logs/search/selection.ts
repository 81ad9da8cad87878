import { logLevels } from '../../contract/log-reading.ts';
import type { LogFilter, SelectionState } from '../../contract/logs.ts';
import { Waiters } from '../../platform/waiters.ts';
import { Bits } from './bits.ts';
import type { LineSequence, LineBlock } from '../index/line-sequence.ts';
import { levelsByCode } from '../index/log-level.ts';
import { levelOf, type LogChunk, stderrBit } from '../index/log-chunk.ts';
import type { LineStore } from '../index/line-store.ts';
import { SelectedRows } from './selected-rows.ts';
import { kindMask } from './scan-chunk.ts';
import type { ScanChunk } from './search-jobs.ts';
import { type SearchPool, TooSlowError } from './search-pool.ts';

/** Blocks per job: one at first, for quick first results, then as many as take `jobMs`. */
const maxBlocksPerJob = 16;
const jobMs = 25;
/** Concurrent jobs: two per search thread, so that none waits for work. */
const jobsAhead = 4;

interface ScannedChunk {
  scannedLines: number;
  readonly bits: Bits;
}

/** Lines `[from, to)` of a block, counted from its first. */
interface BlockRange {
  readonly block: LineBlock;
  readonly from: number;
  readonly to: number;
  /** The block is older than all scanned ones. */
  readonly isOlder: boolean;
}

interface SelectionOptions {
  readonly sequence: LineSequence;
  readonly stores: readonly LineStore[];
  readonly filter: LogFilter;
  readonly pool: SearchPool;
  /** Returns true for feeds that are excluded. */
  readonly skips: (feed: number) => boolean;
  readonly generation: number;
  /** The first version; a selection that replaces another continues its versions. */
  readonly seq: number;
}

/**
 * The lines of a log that pass a filter, found from the newest to the oldest and extended with new
 * lines.
 */
export class Selection implements Disposable {
  readonly filter: LogFilter;
  readonly #options: SelectionOptions;
  readonly #allowed: Uint8Array;
  readonly #chunks = new Map<LogChunk, ScannedChunk>();
  readonly #stop = new AbortController();
  readonly #news = new Waiters();
  readonly #changed = new Waiters();
  readonly rows = new SelectedRows();
  #seq: number;
  #scannedLines = 0;
  #isDone = false;
  #problem: SelectionState['problem'] = null;
  #blocksPerJob = 1;

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

  /** Resolves when the state changes or the selection ends. */
  async nextChange(signal: AbortSignal): Promise<void> {
    await this.#changed.next(signal);
  }

  /** Call when the lines of the log have changed. */
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
      const ranges = this.#nextRanges();
      if (ranges.length === 0) {
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
        await this.#scanRanges(ranges, signal);
      } catch (error) {
        if (signal.aborted) return;
        // A file that disappeared during the search is gone from the log too; the next turn drops
        // it.
        if (!(error instanceof TooSlowError)) continue;
        // A pattern that does not end is not retried; earlier results stay.
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

  /** The next ranges to scan: new lines first, then older ones from the newest back. */
  #nextRanges(): BlockRange[] {
    const { blocks } = this.#options.sequence;
    const wanted = this.#blocksPerJob * jobsAhead;
    const { newest } = this.rows;
    const newer: BlockRange[] = [];
    if (newest !== undefined) {
      for (let index = blocks.length - 1; index >= 0; index -= 1) {
        const block = blocks[index];
        if (block === undefined || block.firstLine < newest.firstLine) break;
        const from = block === newest.block ? newest.lineCount : 0;
        if (from < block.lineCount) newer.unshift({ block, from, to: block.lineCount, isOlder: false });
        if (block === newest.block) break;
      }
      if (newer.length > 0) return newer.slice(0, wanted);
    }
    const oldestLine = this.rows.oldest?.firstLine ?? Number.POSITIVE_INFINITY;
    const older: BlockRange[] = [];
    let index = blocks.length - 1;
    if (oldestLine !== Number.POSITIVE_INFINITY) index = lastBefore(blocks, oldestLine);
    for (; index >= 0 && older.length < wanted; index -= 1) {
      const block = blocks[index];
      if (block !== undefined) older.push({ block, from: 0, to: block.lineCount, isOlder: true });
    }
    return older;
  }

  /** Scans ranges in concurrent jobs, and commits the results in order. */
  async #scanRanges(ranges: BlockRange[], signal: AbortSignal): Promise<void> {
    const jobs: Promise<void>[] = [];
    const begin = performance.now();
    const size = this.#blocksPerJob;
    for (let at = 0; at < ranges.length; at += size) {
      const batch = ranges.slice(at, at + size);
      jobs.push(this.#scan(batch));
    }
    let first = true;
    for (const [index, job] of jobs.entries()) {
      await job.catch((error: unknown) => {
        // The other jobs are not awaited any more.
        for (const other of jobs) other.catch(() => undefined);
        throw error;
      });
      if (signal.aborted) return;
      if (first) {
        const tookMs = performance.now() - begin;
        this.#blocksPerJob = Math.max(1, Math.min(maxBlocksPerJob, Math.round((size * jobMs) / Math.max(1, tookMs))));
        first = false;
      }
      for (const range of ranges.slice(index * size, (index + 1) * size)) this.#commit(range);
      this.#publish();
    }
  }

  /** Scans the lines of these ranges that are not scanned yet, chunk by chunk. */
  async #scan(ranges: readonly BlockRange[]): Promise<void> {
    const { sequence, stores, filter, pool, skips } = this.#options;
    const chunks: ScanChunk[] = [];
    const targets: { scanned: ScannedChunk }[] = [];
    for (const { block, from, to } of ranges) {
      for (const { feed, fromLine, toLine } of sequence.feedLines(block, from, to)) {
        const store = stores[feed];
        if (store === undefined || skips(feed)) continue;
        for (let index = store.findChunk(fromLine); index >= 0 && index < store.chunks.length; index += 1) {
          const chunk = store.chunks[index];
          if (chunk === undefined || chunk.firstLine >= toLine) break;
          const scanned = this.#chunks.get(chunk) ?? { scannedLines: 0, bits: new Bits() };
          this.#chunks.set(chunk, scanned);
          if (scanned.scannedLines >= Math.min(chunk.lineCount, toLine - chunk.firstLine)) continue;
          chunks.push(toScanChunk(chunk, scanned.scannedLines));
          targets.push({ scanned });
          scanned.scannedLines = chunk.lineCount;
        }
      }
    }
    if (chunks.length === 0) return;
    const { query, fromMs, toMs } = filter;
    const found = await pool.scan({ chunks, query, allowed: this.#allowed, fromMs, toMs });
    for (const [index, lines] of found.entries()) for (const line of lines) targets[index]?.scanned.bits.set(line);
  }

  #commit({ block, from, to, isOlder }: BlockRange): void {
    const { newest } = this.rows;
    // With one feed, the block is a chunk and its bits are the result.
    const own = this.#chunks.get(block as LogChunk)?.bits;
    const isGrowing = !isOlder && newest?.block === block;
    const bits = own ?? (isGrowing ? newest.bits : new Bits());
    if (own === undefined) this.#gather(block, bits, from, to);
    const selected = isGrowing ? newest : isOlder ? this.rows.prepend(block, bits) : this.rows.append(block, bits);
    selected.lineCount = to;
    this.#scannedLines += to - from;
  }

  /** Collects the bits of a merged block from the chunks of its feeds. */
  #gather(block: LineBlock, bits: Bits, from: number, to: number): void {
    const { sequence, stores } = this.#options;
    // The current chunk of each feed, because the lines of a feed are in order.
    const lasts: { chunk: LogChunk; scanned: ScannedChunk }[] = [];
    sequence.eachLine(block, from, to, (index, feed, line) => {
      const store = stores[feed];
      if (store === undefined) return;
      const last = lasts[feed];
      if (last === undefined || line < last.chunk.firstLine || line >= last.chunk.firstLine + last.chunk.lineCount) {
        const chunk = store.chunks[store.findChunk(line)];
        const scanned = chunk === undefined ? undefined : this.#chunks.get(chunk);
        if (chunk === undefined || scanned === undefined) return;
        lasts[feed] = { chunk, scanned };
      }
      const found = lasts[feed];
      if (found !== undefined && found.scanned.bits.has(line - found.chunk.firstLine)) bits.set(index);
    });
  }

  /** Drops lines that the log has dropped. */
  #dropGone(): void {
    const { firstLine } = this.#options.sequence;
    if (!this.rows.dropBefore(firstLine)) return;
    const alive = new Set(this.#options.stores.flatMap(({ chunks }) => chunks));
    for (const chunk of this.#chunks.keys()) if (!alive.has(chunk)) this.#chunks.delete(chunk);
    this.#publish();
  }
}

function toScanChunk(chunk: LogChunk, from: number): ScanChunk {
  const { file } = chunk;
  return {
    file: { id: file.id, location: file.location, format: file.format.id },
    startByte: chunk.startByte,
    lengthBytes: chunk.lengthBytes,
    starts: chunk.starts,
    metas: chunk.metas,
    from,
    to: chunk.lineCount,
  };
}

/** The index of the last block that ends at or before a line. */
function lastBefore(blocks: readonly LineBlock[], line: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const block = blocks[middle];
    if (block !== undefined && block.firstLine + block.lineCount <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** For each meta byte 1 when its stream and level pass the filter. */
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
