import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { RecordFormat } from './record-format.ts';

/** Where another thread finds the same bytes. */
export type LogFileLocation =
  { readonly kind: 'disk'; readonly path: string } | { readonly kind: 'memory'; readonly bytes: SharedArrayBuffer };

/**
 * Bytes of a log by offset. Synchronous: threads that do nothing else read it, mostly from the page
 * cache.
 */
export interface LogFile extends Disposable {
  /** Unique among all files of the service. */
  readonly id: string;
  readonly format: RecordFormat;
  readonly location: LogFileLocation;
  /** Reads up to `length` bytes from `position` into `target`; returns their number. */
  readonly read: (target: Buffer, offset: number, length: number, position: number) => number;
}

/** A file that stays open until it is disposed of, and readable after it was renamed or removed. */
export class DiskLogFile implements LogFile {
  readonly id = randomUUID();
  readonly format: RecordFormat;
  /** An unpacked copy, already unlinked. */
  readonly isScratch: boolean;
  readonly #fd: number;

  /** Throws the system error when the file cannot be opened. */
  constructor(path: string, format: RecordFormat, { isScratch = false } = {}) {
    this.format = format;
    this.isScratch = isScratch;
    this.#fd = openSync(path, 'r');
  }

  /**
   * The descriptor, which all threads share: the name may belong to another file by now (Linux,
   * proc(5)).
   */
  get location(): LogFileLocation {
    return { kind: 'disk', path: `/proc/self/fd/${this.#fd}` };
  }

  read(target: Buffer, offset: number, length: number, position: number): number {
    return readSync(this.#fd, target, offset, length, position);
  }

  /** The current size, inode, device and number of names. */
  stat(): { sizeBytes: number; inode: number; device: number; names: number } {
    const { size, ino, dev, nlink } = fstatSync(this.#fd);
    return { sizeBytes: size, inode: ino, device: dev, names: nlink };
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}

/** Reads `length` bytes, fewer at the end of the file; returns their number. */
export function readFully(file: LogFile, target: Buffer, length: number, position: number): number {
  let done = 0;
  while (done < length) {
    const count = file.read(target, done, length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}
