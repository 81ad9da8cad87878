import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { LogFile, LogFileLocation } from './log-file.ts';
import { segmentFormat } from './segment-format.ts';

/** The usual size of a segment, which is dropped as a whole. */
export const segmentBytes = 8 * 1024 * 1024;

export interface SegmentOptions {
  /** Null stores segments in memory. */
  readonly folder: string | null;
  /** The size of a new segment; 8 MiB by default. */
  readonly bytes?: () => number;
}

/** A file that grows up to its capacity, or takes one larger write, and is readable meanwhile. */
interface Segment extends LogFile {
  readonly sizeBytes: number;
  readonly write: (bytes: Buffer) => void;
}

class DiskSegment implements Segment {
  readonly id = randomUUID();
  readonly format = segmentFormat;
  readonly location: LogFileLocation;
  readonly #fd: number;
  sizeBytes = 0;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const name = path.join(folder, `${this.id}.log`);
    this.location = { kind: 'disk', path: name };
    this.#fd = openSync(name, 'wx+', 0o600);
  }

  write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.#fd, bytes, done, bytes.length - done, this.sizeBytes + done);
    this.sizeBytes += bytes.length;
  }

  read(target: Buffer, offset: number, length: number, position: number): number {
    return readSync(this.#fd, target, offset, length, position);
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
    if (this.location.kind === 'disk') rmSync(this.location.path, { force: true });
  }
}

class MemorySegment implements Segment {
  readonly id = randomUUID();
  readonly format = segmentFormat;
  readonly #bytes: Buffer;
  readonly #shared: SharedArrayBuffer;
  sizeBytes = 0;

  constructor(capacity: number) {
    this.#shared = new SharedArrayBuffer(capacity);
    this.#bytes = Buffer.from(this.#shared);
  }

  get location(): LogFileLocation {
    return { kind: 'memory', bytes: this.#shared };
  }

  write(bytes: Buffer): void {
    this.#bytes.set(bytes, this.sizeBytes);
    this.sizeBytes += bytes.length;
  }

  read(target: Buffer, offset: number, length: number, position: number): number {
    return this.#bytes.copy(target, offset, position, Math.min(position + length, this.sizeBytes));
  }

  [Symbol.dispose](): void {
    // The last reference releases the memory.
  }
}

/** The captured records of a log: appended at the end, dropped from the front. */
export class Segments implements Disposable {
  readonly #options: SegmentOptions;
  #segments: Segment[] = [];
  #capacity = 0;
  #sizeBytes = 0;

  constructor(options: SegmentOptions) {
    this.#options = options;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /**
   * Appends whole records; returns where they are. Throws the system error when the disk is full.
   */
  write(records: Buffer): { file: LogFile; startByte: number } {
    const { folder, bytes = () => segmentBytes } = this.#options;
    let segment = this.#segments.at(-1);
    if (segment === undefined || segment.sizeBytes + records.length > this.#capacity) {
      this.#capacity = Math.max(bytes(), records.length);
      segment = folder === null ? new MemorySegment(this.#capacity) : new DiskSegment(folder);
      this.#segments.push(segment);
    }
    const startByte = segment.sizeBytes;
    segment.write(records);
    this.#sizeBytes += records.length;
    return { file: segment, startByte };
  }

  /**
   * Removes the oldest segment, unless it is being written; returns it, readable until it is
   * disposed of.
   */
  dropOldest(): LogFile | undefined {
    const gone = this.#segments.length > 1 ? this.#segments.shift() : undefined;
    this.#sizeBytes -= gone?.sizeBytes ?? 0;
    return gone;
  }

  /** Moves the segments of `older` before these. */
  prepend(older: Segments): void {
    if (this.#segments.length === 0) this.#capacity = older.#capacity;
    this.#segments.unshift(...older.#segments);
    this.#sizeBytes += older.#sizeBytes;
    older.#segments = [];
    older.#sizeBytes = 0;
  }

  [Symbol.dispose](): void {
    for (const segment of this.#segments) segment[Symbol.dispose]();
    this.#segments = [];
    this.#sizeBytes = 0;
  }
}
