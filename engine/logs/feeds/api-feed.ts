import { setTimeout as sleep } from 'node:timers/promises';
import type { LogSource } from '../../contract/logs.ts';
import type { EngineAddress } from '../../docker/address.ts';
import type { LogFacts } from '../../docker/logs.ts';
import { EngineError, toMessage } from '../../platform/engine-error.ts';
import { Waiters } from '../../platform/waiters.ts';
import { ContainerLog, createLogBackOff } from './container-log.ts';
import { findLines } from '../index/log-chunk.ts';
import { type ContainerRun, type LogFeed, neverRan } from './log-feed.ts';
import type { LogFile } from '../files/log-file.ts';
import { KnownFront, LastRecords } from './last-records.ts';
import { LineStore } from '../index/line-store.ts';
import { readLogTail } from './log-tail.ts';
import { OlderLines } from './older-lines.ts';
import { cutAfterRecords, RecordBatches } from './record-batches.ts';
import type { RecordWriter } from '../files/record-writer.ts';
import type { ScratchBytes } from '../index/scratch-bytes.ts';
import { SilenceWatch } from './silence-watch.ts';
import { segmentFormat } from '../files/segment-format.ts';
import { Segments } from '../files/segments.ts';

/** The tail is read first; the older lines are read meanwhile. */
const tailLines = 2000;
/**
 * The first bytes of the tail, which mark where the older lines end. They are unique because
 * records have times in nanoseconds.
 */
const frontBytes = 8 * 1024;

interface ApiFeedOptions {
  readonly address: EngineAddress;
  readonly container: string;
  readonly facts: LogFacts;
  readonly onNews: () => void;
  /** The buffer for reading lines; all logs of the thread share it. */
  readonly scratch: ScratchBytes;
  /** The folder for segment files; null keeps all lines in memory. */
  readonly folder: string | null;
  /** The size of a new segment. */
  readonly segmentBytes: () => number;
  /** Called when the log has grown: it may exceed a budget. */
  readonly onGrown: () => void;
  /** Called with the id of a file that was dropped. */
  readonly onDropped: (file: string) => void;
}

/** Reads a container's log through the Engine API and captures it in segments. */
export class ApiFeed implements LogFeed {
  readonly store: LineStore;
  readonly #options: ApiFeedOptions;
  readonly #api: ContainerLog;
  readonly #stop = new AbortController();
  readonly #kicks = new Waiters();
  readonly #segments: Segments;
  /** Segments of the older lines while they are read; empty once they are part of `#segments`. */
  readonly #older: Segments;
  #olderStore: LineStore | null = null;
  readonly #done: Promise<void>;
  readonly #last = new LastRecords();
  readonly #silence = new SilenceWatch({
    isBehind: async (signal) => this.#isBehind(signal),
    onStalled: () => this.#onStalled(),
  });
  #onStalled: () => void = () => undefined;
  #isRunning: boolean;
  /**
   * There may be unread lines: the container runs, or ran since the log was last read to its end.
   */
  #hasRun: boolean;
  #runMark: string | null;
  #isLiveOnly = false;
  #isEnded = false;
  #problem: string | null = null;
  /** The first bytes of the tail: the older lines end where these begin. */
  #tailFront: Buffer = Buffer.alloc(0);
  hasTail = false;
  readonly olderDone = 0;
  readonly behindBytes = 0;

  constructor(options: ApiFeedOptions) {
    this.#options = options;
    this.store = new LineStore(options.scratch);
    this.#api = new ContainerLog(options.address, options.container, options.facts.tty);
    this.#isRunning = options.facts.running;
    this.#hasRun = options.facts.running;
    // `updateRun` reports later which run this is.
    this.#runMark = options.facts.hasStarted ? null : neverRan;
    this.#segments = new Segments({ folder: options.folder, bytes: options.segmentBytes });
    this.#older = new Segments({ folder: options.folder, bytes: options.segmentBytes });
    this.#done = this.#run(this.#stop.signal).catch((error: unknown) => this.#fail(error));
  }

  get phase(): LogSource['phase'] {
    if (this.#problem !== null) return 'failed';
    if (this.#isLiveOnly) return this.#isRunning ? 'live-only' : 'ended';
    if (!this.store.isWhole) return 'reading';
    return this.#isEnded ? 'ended' : 'following';
  }

  get detail(): string {
    return this.#problem ?? '';
  }

  /**
   * Takes the state of the container's run. A run that began and ended between two calls may have
   * printed lines too.
   */
  updateRun({ isRunning, mark }: ContainerRun): void {
    const hasRunUnseen = !isRunning && !this.#isRunning && this.#runMark !== null && mark !== this.#runMark;
    this.#runMark = mark;
    if (isRunning === this.#isRunning && !hasRunUnseen) return;
    this.#isRunning = isRunning;
    this.#hasRun ||= isRunning || hasRunUnseen;
    this.#kicks.wake();
    this.#options.onNews();
  }

  get sizeBytes(): number {
    return this.#older.sizeBytes + this.#segments.sizeBytes;
  }

  /**
   * Drops the oldest segment; returns false if there is none to drop. Never drops the segment that
   * is being written, nor a segment that is newer than lines that are still being read.
   */
  dropOldest(): boolean {
    const older = this.#older.dropOldest();
    if (older !== undefined && this.#olderStore !== null) {
      this.#discard(this.#olderStore, older);
      return true;
    }
    const gone = this.store.isWhole ? this.#segments.dropOldest() : undefined;
    if (gone === undefined) return false;
    this.#discard(this.store, gone);
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#done;
    this.#segments[Symbol.dispose]();
    this.#older[Symbol.dispose]();
    this.#api[Symbol.dispose]();
  }

  #fail(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#problem = error instanceof EngineError ? error.detail : toMessage(error);
    this.hasTail = true;
    this.#options.onNews();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const backOff = createLogBackOff();
    let older: Promise<void> | null = null;
    while (!signal.aborted) {
      try {
        if (!this.hasTail) await this.#readTail(signal);
        older ??= this.#readOlder(signal).catch((error: unknown) => this.#fail(error));
        // A container that has not run since its tail was read has printed nothing. To follow it,
        // the daemon would read its whole log a second time.
        if (this.#hasRun || this.#isLiveOnly) {
          await this.#follow(signal, () => backOff.reset());
          // The stream contained everything until the container ended.
          this.#hasRun = this.#isRunning;
        } else {
          await older;
        }
        this.#isEnded = true;
        this.#options.onNews();
        await this.#untilStarted(signal);
      } catch (error) {
        if (signal.aborted) break;
        if (!(error instanceof EngineError) || error.code === 'internal') throw error;
        if (error.code === 'not-found') {
          this.#isEnded = true;
          this.store.isWhole = true;
          this.hasTail = true;
          this.#options.onNews();
          return;
        }
        if (error.code === 'unsupported' && !this.#isLiveOnly) {
          // The logging driver stores nothing: the log begins with the lines that come from now on.
          this.#isLiveOnly = true;
          this.store.isWhole = true;
          this.hasTail = true;
          older = Promise.resolve();
          this.#options.onNews();
          continue;
        }
        // The stream stalled: a new request continues it.
        if (error.code === 'cancelled') continue;
        if (error.code !== 'unreachable' && error.code !== 'timeout') throw error;
        this.#api[Symbol.dispose]();
        // Only the abort rejects here, and the condition of the loop handles it.
        await backOff.wait(signal).catch(() => undefined);
      }
    }
    await older;
  }

  /** Resolves when the container runs again. */
  async #untilStarted(signal: AbortSignal): Promise<void> {
    while (!this.#isRunning && !this.#hasRun) await this.#kicks.next(signal);
    this.#isEnded = false;
    // The log of a container ends a moment before the daemon reports that it stopped. Without a
    // pause the feed would request the log in a busy loop.
    await sleep(100, undefined, { signal });
  }

  async #readTail(signal: AbortSignal): Promise<void> {
    const response = await this.#api.readTail(tailLines, signal);
    // The end of a long line whose beginning is before the tail is read with the older lines.
    const { records: tail, isWhole } = await readLogTail(response, this.#api.createWriter(), tailLines);
    this.#tailFront = Buffer.from(tail.subarray(0, frontBytes));
    // One line is longer than the tail: `#follow` then reads the log from its beginning.
    this.store.isWhole = isWhole || tail.length === 0;
    this.#append(tail);
    this.hasTail = true;
    this.#options.onNews();
  }

  /** Reads the lines before the tail. */
  async #readOlder(signal: AbortSignal): Promise<void> {
    if (this.store.isWhole) return;
    const older = new OlderLines({
      segments: this.#older,
      scratch: this.#options.scratch,
      front: this.#tailFront,
      log: this.#api,
      onWritten: () => {
        this.#options.onGrown();
        this.#options.onNews();
      },
    });
    this.#olderStore = older.store;
    if (!(await older.read(signal))) return;
    this.store.prependAll(older.store);
    this.#segments.prepend(this.#older);
    this.#olderStore = null;
    this.store.isWhole = true;
    this.#options.onGrown();
    this.#options.onNews();
  }

  /**
   * Follows the log from the last known line to its end. Throws `cancelled` when the stream stalls
   * although the daemon has more lines.
   */
  async #follow(signal: AbortSignal, onAnswer: () => void): Promise<void> {
    if (this.#isLiveOnly) {
      await this.#appendFrom(await this.#api.readLive(signal), this.#api.createLiveWriter(), onAnswer);
      return;
    }
    const stalled = new AbortController();
    this.#onStalled = () => stalled.abort();
    this.#silence.start();
    try {
      const both = AbortSignal.any([signal, stalled.signal]);
      const response = await this.#api.readFrom(this.#last.since, { follow: true }, both);
      await this.#appendFrom(response, this.#api.createWriter(), () => {
        this.#silence.touch();
        onAnswer();
      });
    } finally {
      this.#silence.stop();
    }
  }

  /** Appends the records of a stream in batches, without those that are known already. */
  async #appendFrom(response: AsyncIterable<Uint8Array>, writer: RecordWriter, onAnswer: () => void): Promise<void> {
    const known = new KnownFront(this.#isLiveOnly ? Buffer.alloc(0) : this.#last.known());
    const batches = new RecordBatches((records) => {
      this.#append(known.push(records));
      this.#options.onNews();
    });
    try {
      for await (const bytes of response) {
        onAnswer();
        batches.add(writer.push(bytes));
      }
      batches.add(writer.end());
    } finally {
      batches.flush();
    }
  }

  /** Whether the daemon's last line differs from the last line of this feed. */
  async #isBehind(signal: AbortSignal): Promise<boolean> {
    const before = this.#last.last();
    const last = await this.#api.readLast(signal);
    return last.length > 0 && !last.equals(before) && this.#last.last().equals(before);
  }

  #append(records: Buffer): void {
    if (records.length === 0) return;
    for (const batch of cutAfterRecords(records, this.#options.segmentBytes())) {
      const { file, startByte } = this.#segments.write(batch);
      this.store.append(file, startByte, findLines(batch, 0, batch.length, segmentFormat), 0);
    }
    this.#last.push(records);
    this.#options.onGrown();
  }

  #discard(store: LineStore, file: LogFile): void {
    while (store.chunks[0]?.file === file) store.dropOldest();
    file[Symbol.dispose]();
    this.#options.onDropped(file.id);
    this.#options.onNews();
  }
}
