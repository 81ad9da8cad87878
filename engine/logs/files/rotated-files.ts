import { createReadStream, createWriteStream, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { DiskLogFile, readFully } from './log-file.ts';
import { jsonFileFormat } from './json-file-format.ts';
import { createFields } from './record-format.ts';
import { parseTime } from '../index/log-time.ts';

interface RotatedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly isCompressed: boolean;
}

/** The files that dockerd has rotated (`NAME.1`, `NAME.2.gz` …), the newest first. */
export function rotatedFiles(logPath: string): RotatedFile[] {
  const folder = path.dirname(logPath);
  const base = path.basename(logPath);
  const found: (RotatedFile & { number: number })[] = [];
  for (const name of readdirSync(folder)) {
    const match = name.startsWith(`${base}.`) ? /^(\d+)(\.gz)?$/.exec(name.slice(base.length + 1)) : null;
    if (match === null) continue;
    const file = path.join(folder, name);
    // It may have been renamed since the folder was read.
    const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size;
    if (sizeBytes !== undefined)
      found.push({ path: file, sizeBytes, isCompressed: match[2] !== undefined, number: Number(match[1]) });
  }
  return found.toSorted((a, b) => a.number - b.number);
}

interface OpenOptions {
  /** Lines from this time on are known already; milliseconds since 1970. */
  readonly beforeMs: number;
  readonly scratchDir: string;
  readonly signal: AbortSignal;
}

/**
 * Opens the newest rotated file that begins before `beforeMs`; null when there is none. Names
 * change during a rotation, times do not.
 */
export async function openRotated(logPath: string, options: OpenOptions): Promise<DiskLogFile | null> {
  for (const { path: name, isCompressed } of rotatedFiles(logPath)) {
    const file = await tryOpen(name, isCompressed, options);
    if (file === null) continue;
    const begins = firstTime(file);
    if (begins < options.beforeMs || (Number.isNaN(options.beforeMs) && !Number.isNaN(begins))) return file;
    file[Symbol.dispose]();
  }
  return null;
}

async function tryOpen(
  name: string,
  isCompressed: boolean,
  { scratchDir, signal }: OpenOptions,
): Promise<DiskLogFile | null> {
  if (!isCompressed) {
    try {
      return new DiskLogFile(name, jsonFileFormat);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
  await mkdir(scratchDir, { recursive: true, mode: 0o700 });
  const plain = path.join(scratchDir, randomUUID());
  try {
    await pipeline(createReadStream(name), createGunzip(), createWriteStream(plain, { mode: 0o600, flags: 'wx' }), {
      signal,
    });
    return new DiskLogFile(plain, jsonFileFormat, { isScratch: true });
  } catch (error) {
    // Renamed or removed since the folder was read, or not yet fully compressed: try the next one.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR')
      return null;
    throw error;
  } finally {
    // The file lives until it is closed.
    rmSync(plain, { force: true });
  }
}

/** The time of the first line in milliseconds since 1970; NaN for an empty file. */
function firstTime(file: DiskLogFile): number {
  const bytes = Buffer.alloc(128 * 1024);
  const length = readFully(file, bytes, bytes.length, 0);
  const end = bytes.subarray(0, length).indexOf(0x0a);
  if (end < 0) return Number.NaN;
  const fields = createFields();
  jsonFileFormat.findFields(bytes, 0, end, fields);
  return parseTime(bytes, fields.timeStart, fields.timeEnd);
}
