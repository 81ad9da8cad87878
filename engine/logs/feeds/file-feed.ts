import { statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { LogSource } from '../../contract/logs.ts';
import { toMessage } from '../../platform/engine-error.ts';
import { awaitChange } from '../files/await-change.ts';
import { findLines, findQuietStart } from '../index/log-chunk.ts';
import type { ContainerRun, LogFeed } from './log-feed.ts';
import { DiskLogFile, readFully } from '../files/log-file.ts';
import { LineStore } from '../index/line-store.ts';
import type { RecordFormat } from '../files/record-format.ts';
import { openRotated, rotatedFiles } from '../files/rotated-files.ts';
import type { ScratchBytes } from '../index/scratch-bytes.ts';

/** The size of the tail: small enough to be read at once. */
const tailBytes = 256 * 1024;
/** The bytes of one slice: the thread serves other calls between slices. */
const sliceBytes = 1024 * 1024;
/**
 * A slice is read from so much before its first line, to find out which streams are in the middle
 * of a line there: a partial record continues after records of the other stream.
 */
const overlapBytes = 64 * 1024;
/** A line longer than this is split, to bound memory. */
const maxLineBytes = 64 * 1024 * 1024;
/**
 * A file that grows by this much at once is polled, because every single write would trigger a
 * watch event.
 */
const floodBytes = 64 * 1024;
const floodWaitMs = 8;
/** The index takes 5 bytes per line. */
const maxLines = 20_000_000;

interface FileFeedOptions {
  /** The `LogPath` of the container (Engine API), or a kept log file. */
  readonly path: string;
  readonly format: RecordFormat;
  /** Called after every change that a page can see. */
  readonly onNews: () => void;
  /** The folder for unpacking compressed files; the files are unlinked at once. */
  readonly scratchDir: string;
  /** The buffer for all reads; all logs of the thread share it. */
  readonly scratch: ScratchBytes;
}

/**
 * Reads a container's log from the files of dockerd's json-file driver: from the end backwards
 * through rotated and compressed files, while it follows new lines. Files may be rotated, truncated
 * or removed at any time.
 */
export class FileFeed implements LogFeed {
  readonly #options: FileFeedOptions;
  readonly #stop = new AbortController();
  readonly #files = new Set<DiskLogFile>();
  readonly #done: Promise<void>[] = [];
  #store: LineStore;
  #file: DiskLogFile;
  #inode: number;
  /** The end of the last whole line that was indexed in the current file. */
  #position = 0;
  /** A separate buffer for a new line longer than a slice; null when there is none. */
  #longLine: Buffer | null = null;
  #olderBytes = 0;
  #olderDoneBytes = 0;
  #isGone = false;
  #isRunning = true;
  #problem: string | null = null;
  /** The size of the current file at the last look. */
  #seenSize = 0;

  /** Throws the system error when the file is not readable. */
  constructor(options: FileFeedOptions) {
    this.#options = options;
    this.#store = new LineStore(options.scratch);
    this.#file = this.#open(options.path);
    this.#inode = this.#file.stat().inode;
    this.#begin();
  }

  readonly hasTail = true;

  get store(): LineStore {
    return this.#store;
  }

  get phase(): LogSource['phase'] {
    if (this.#problem !== null) return 'failed';
    if (!this.#store.isWhole) return 'reading';
    return this.#isGone || !this.#isRunning ? 'ended' : 'following';
  }

  get detail(): string {
    return this.#problem ?? '';
  }

  get olderDone(): number {
    if (this.#store.isWhole || this.#olderBytes === 0) return 1;
    return Math.min(1, this.#olderDoneBytes / this.#olderBytes);
  }

  get behindBytes(): number {
    return Math.max(0, this.#file.stat().sizeBytes - this.#position);
  }

  /** Takes the state of the container's run, which its log file does not contain. */
  updateRun({ isRunning }: ContainerRun): void {
    if (isRunning === this.#isRunning) return;
    this.#isRunning = isRunning;
    this.#options.onNews();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#done);
    for (const file of this.#files) file[Symbol.dispose]();
  }

  #open(name: string): DiskLogFile {
    const file = new DiskLogFile(name, this.#options.format);
    this.#files.add(file);
    return file;
  }

  #begin(): void {
    const { sizeBytes } = this.#file.stat();
    const tailStart = this.#readTail(sizeBytes);
    const { signal } = this.#stop;
    const guard = (work: Promise<void>) =>
      work.catch((error: unknown) => {
        if (signal.aborted) return;
        this.#problem = toMessage(error);
        this.#options.onNews();
      });
    this.#done.push(guard(this.#readOlder(this.#store, tailStart, signal)), guard(this.#follow(signal)));
  }

  /** Indexes the tail; returns the offset of its first line. */
  #readTail(sizeBytes: number): number {
    const tail = this.#prependLines(this.#file, sizeBytes, tailBytes);
    this.#position = tail.end;
    return tail.start;
  }

  /**
   * Prepends the whole lines of the last `wantedBytes` before `end`, and reads more if a line is
   * longer.
   */
  #prependLines(file: DiskLogFile, end: number, wantedBytes: number): { start: number; end: number } {
    for (let size = wantedBytes; ; size *= 2) {
      const from = Math.max(0, end - size);
      const bytes = this.#options.scratch.take(end - from);
      const length = readFully(file, bytes, end - from, from);
      const start =
        from === 0 ? 0 : findQuietStart(bytes, bytes.indexOf(0x0a) + 1, length, overlapBytes, this.#options.format);
      const found = findLines(bytes, start, length, this.#options.format);
      if (found.starts.length > 0 || from === 0 || size > maxLineBytes) {
        const first = found.starts[0] ?? start;
        this.#store.prepend(file, from + first, found, first);
        return { start: from + (found.starts.length > 0 ? first : 0), end: from + found.endByte };
      }
    }
  }

  /** Indexes the older lines, from the newest to the oldest. */
  async #readOlder(store: LineStore, tailStart: number, signal: AbortSignal): Promise<void> {
    let file = this.#file;
    let end = tailStart;
    this.#olderBytes = end + rotatedFiles(this.#options.path).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    for (;;) {
      while (end > 0 && store.endLine - store.firstLine < maxLines) {
        await nextTurn();
        if (signal.aborted || this.#store !== store) return;
        const { start } = this.#prependLines(file, end, sliceBytes);
        this.#olderDoneBytes += end - start;
        end = start;
        this.#options.onNews();
      }
      const older = await openRotated(this.#options.path, {
        beforeMs: store.timeOf(store.firstLine),
        scratchDir: this.#options.scratchDir,
        signal,
      });
      if (signal.aborted || this.#store !== store) {
        older?.[Symbol.dispose]();
        return;
      }
      if (older === null || store.endLine - store.firstLine >= maxLines) {
        older?.[Symbol.dispose]();
        break;
      }
      this.#files.add(older);
      file = older;
      end = older.stat().sizeBytes;
    }
    store.isWhole = true;
    this.#options.onNews();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#isGone) {
      const grewBytes = this.#readNewer();
      if (grewBytes > 0) this.#options.onNews();
      if (grewBytes >= sliceBytes / 2) {
        await nextTurn();
      } else if (grewBytes >= floodBytes) {
        await sleep(floodWaitMs, undefined, { signal }).catch(() => undefined);
      } else if (grewBytes === 0) {
        if (this.#switchFile()) continue;
        await awaitChange(path.dirname(this.#options.path), () => this.#hasNews(), signal);
      }
    }
  }

  /** Indexes whole lines that were written since the last call; returns the number of bytes. */
  #readNewer(): number {
    const { sizeBytes } = this.#file.stat();
    // The size before the read: later writes count as changes.
    this.#seenSize = sizeBytes;
    if (sizeBytes < this.#position) this.#startOver();
    const mostBytes = this.#longLine?.length ?? sliceBytes;
    const wanted = Math.min(sizeBytes - this.#position, mostBytes);
    if (wanted === 0) return 0;
    const bytes = this.#longLine ?? this.#options.scratch.take(wanted);
    const length = readFully(this.#file, bytes, wanted, this.#position);
    const isCut = mostBytes >= maxLineBytes;
    const found = findLines(bytes, 0, length, this.#options.format, isCut);
    if (found.starts.length === 0) {
      // The line is longer than the buffer, or not complete yet.
      if (length === mostBytes) this.#longLine = Buffer.allocUnsafeSlow(mostBytes * 2);
      return length === wanted && wanted < sizeBytes - this.#position ? length : 0;
    }
    this.#store.append(this.#file, this.#position, found, 0);
    this.#position += found.endByte;
    this.#longLine = null;
    if (this.#store.isWhole) {
      while (this.#store.endLine - this.#store.firstLine > maxLines) this.#store.dropOldest();
    }
    return found.endByte;
  }

  #hasNews(): boolean {
    const { sizeBytes } = this.#file.stat();
    if (sizeBytes !== this.#seenSize) return true;
    const current = statSync(this.#options.path, { throwIfNoEntry: false });
    return current?.ino !== this.#inode;
  }

  /**
   * Switches to the next file after a rotation, and ends when the log was removed. Returns whether
   * there is more to read.
   */
  #switchFile(): boolean {
    const current = statSync(this.#options.path, { throwIfNoEntry: false });
    if (current?.ino === this.#inode) return false;
    if (current === undefined) {
      // During a rotation the path does not exist for a moment. If its folder is missing too, the
      // log was removed.
      if (statSync(path.dirname(this.#options.path), { throwIfNoEntry: false }) !== undefined) return false;
      if (this.#readNewer() > 0) return true;
      this.#isGone = true;
      this.#options.onNews();
      return false;
    }
    // The old file gets no more writes, but the last ones may still be unread.
    if (this.#readNewer() > 0) return true;
    this.#file = this.#open(this.#options.path);
    this.#inode = this.#file.stat().inode;
    this.#position = 0;
    this.#dropRotatedAway();
    return true;
  }

  /** Drops lines of files that dockerd removed because of `max-file`, as `docker logs` does. */
  #dropRotatedAway(): void {
    const store = this.#store;
    for (const file of this.#files) {
      if (file === this.#file || file.isScratch || file.stat().names > 0) continue;
      if (!store.isWhole) continue;
      while (store.chunks[0]?.file === file) store.dropOldest();
    }
  }

  /** Starts over: the file was truncated. */
  #startOver(): void {
    this.#store = new LineStore(this.#options.scratch);
    this.#olderBytes = 0;
    this.#position = 0;
    this.#longLine = null;
    this.#store.isWhole = true;
    this.#options.onNews();
  }
}
