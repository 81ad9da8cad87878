import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { RecordFormat } from './record-format.ts';

/** What another thread needs to read the same bytes. */
export type LogFileLocation =
  { readonly kind: 'disk'; readonly path: string } | { readonly kind: 'memory'; readonly bytes: SharedArrayBuffer };

/** Bytes of a log by position. Synchronous: it is read in threads that do nothing else, mostly from the system's cache. */
export interface LogFile extends Disposable {
  /** Unique among all files of this service. */
  readonly id: string;
  readonly format: RecordFormat;
  readonly location: LogFileLocation;
  /** Reads up to `length` bytes from `position` into `target`; answers how many there were. */
  readonly read: (target: Buffer, offset: number, length: number, position: number) => number;
}

/** A file of the disk, open until it is disposed of: it can be read on when it was renamed or removed meanwhile. */
export class DiskLogFile implements LogFile {
  readonly id = randomUUID();
  readonly format: RecordFormat;
  /** Berth's own copy, which has no name any more. */
  readonly isScratch: boolean;
  readonly #fd: number;

  /** Throws the system's error when it cannot be opened. */
  constructor(path: string, format: RecordFormat, { isScratch = false } = {}) {
    this.format = format;
    this.isScratch = isScratch;
    this.#fd = openSync(path, 'r');
  }

  /** By its descriptor, which all threads share: the name may be another file's by now (Linux, proc(5)). */
  get location(): LogFileLocation {
    return { kind: 'disk', path: `/proc/self/fd/${this.#fd}` };
  }

  read(target: Buffer, offset: number, length: number, position: number): number {
    return readSync(this.#fd, target, offset, length, position);
  }

  /** Size, inode and how many names it has, now. */
  stat(): { sizeBytes: number; inode: number; device: number; names: number } {
    const { size, ino, dev, nlink } = fstatSync(this.#fd);
    return { sizeBytes: size, inode: ino, device: dev, names: nlink };
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}

/** Reads until `length` bytes are there or the file ends. */
export function readFully(file: LogFile, target: Buffer, length: number, position: number): number {
  let done = 0;
  while (done < length) {
    const count = file.read(target, done, length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}
