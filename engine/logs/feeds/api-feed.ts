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

/** The last lines come first; what was before them is read meanwhile. */
const tailLines = 2000;
/** So much of the tail is told from all that was before it: times are in nanoseconds. */
const frontBytes = 8 * 1024;

interface ApiFeedOptions {
  readonly address: EngineAddress;
  readonly container: string;
  readonly facts: LogFacts;
  readonly onNews: () => void;
  /** For reading lines; other logs of the thread may share it. */
  readonly scratch: ScratchBytes;
  /** Where segment files go; null keeps all in memory. */
  readonly folder: string | null;
  /** Of a segment that is begun now. */
  readonly segmentBytes: () => number;
  /** Called when more is kept: a budget may be exceeded. */
  readonly onGrown: () => void;
  /** Told which file was let go. */
  readonly onDropped: (file: string) => void;
}

/** A container's log through the Engine API, kept in segment files of Berth's own. */
export class ApiFeed implements LogFeed {
  readonly store: LineStore;
  readonly #options: ApiFeedOptions;
  readonly #api: ContainerLog;
  readonly #stop = new AbortController();
  readonly #kicks = new Waiters();
  readonly #segments: Segments;
  /** What is being read of before the tail; empty once it stands before the rest. */
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
  /** There may be lines that were not read: it runs, or did since the log was last read to its end. */
  #hasRun: boolean;
  #runMark: string | null;
  #isLiveOnly = false;
  #isEnded = false;
  #problem: string | null = null;
  /** How the tail begins: there, what is read of before ends. */
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
    // Which run of it that is, is told later.
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

  /** What is known of the container's run. One that began and ended between two looks may have printed something, too. */
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

  /** Lets its oldest segment go. Answers whether there was one: never the one that is written to, and none before lines that are still being read. */
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
        // A container that has not run since its tail was read has printed nothing more: asked to follow it, the daemon would go through
        // all of its log a second time.
        if (this.#hasRun || this.#isLiveOnly) {
          await this.#follow(signal, () => backOff.reset());
          // Whatever was printed until it ended was in that.
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
          // The driver keeps nothing that could be read: what comes from now on is all there is.
          this.#isLiveOnly = true;
          this.store.isWhole = true;
          this.hasTail = true;
          older = Promise.resolve();
          this.#options.onNews();
          continue;
        }
        // It stalled: asked anew, it goes on.
        if (error.code === 'cancelled') continue;
        if (error.code !== 'unreachable' && error.code !== 'timeout') throw error;
        this.#api[Symbol.dispose]();
        // The abort alone rejects here, and the loop's condition ends it.
        await backOff.wait(signal).catch(() => undefined);
      }
    }
    await older;
  }

  /** Resolves when the container was started again. */
  async #untilStarted(signal: AbortSignal): Promise<void> {
    while (!this.#isRunning && !this.#hasRun) await this.#kicks.next(signal);
    this.#isEnded = false;
    // A container that is said to run and whose log ended has just ended, or just begun: asked at once, it would be asked all the time.
    await sleep(100, undefined, { signal });
  }

  async #readTail(signal: AbortSignal): Promise<void> {
    const source = await this.#api.readTail(tailLines, signal);
    // A long line whose end is cut off here is read with what was before.
    const { records: tail, isWhole } = await readLogTail(source, this.#api.createWriter(), tailLines);
    this.#tailFront = Buffer.from(tail.subarray(0, frontBytes));
    // One line that takes all of the tail: then everything is read from the front, by following it.
    this.store.isWhole = isWhole || tail.length === 0;
    this.#append(tail);
    this.hasTail = true;
    this.#options.onNews();
  }

  /** Reads what was before the tail. */
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

  /** Follows from the last line that is known, until the log ends. Throws `cancelled` when the stream tells nothing more though there is something. */
  async #follow(signal: AbortSignal, onAnswer: () => void): Promise<void> {
    if (this.#isLiveOnly) {
      await this.#takeIn(await this.#api.readLive(signal), this.#api.createLiveWriter(), onAnswer);
      return;
    }
    const stalled = new AbortController();
    this.#onStalled = () => stalled.abort();
    this.#silence.start();
    try {
      const both = AbortSignal.any([signal, stalled.signal]);
      const source = await this.#api.readFrom(this.#last.since, { follow: true }, both);
      await this.#takeIn(source, this.#api.createWriter(), () => {
        this.#silence.touch();
        onAnswer();
      });
    } finally {
      this.#silence.stop();
    }
  }

  /** Takes in what comes, some of it at a time, without what is known. */
  async #takeIn(source: AsyncIterable<Uint8Array>, writer: RecordWriter, onAnswer: () => void): Promise<void> {
    const known = new KnownFront(this.#isLiveOnly ? Buffer.alloc(0) : this.#last.known());
    const batches = new RecordBatches((records) => {
      this.#append(known.push(records));
      this.#options.onNews();
    });
    try {
      for await (const bytes of source) {
        onAnswer();
        batches.add(writer.push(bytes));
      }
      batches.add(writer.end());
    } finally {
      batches.flush();
    }
  }

  /** Whether the engine's last line is another one than ours. */
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
