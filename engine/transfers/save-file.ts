import { constants } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { access, type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { EngineError, toMessage } from '../platform/engine-error.ts';

/** Of a name that is taken, as many numbers are tried. */
const maxNumber = 1000;

/** Where images are saved to when nobody says: named by the first, and not there yet. */
export async function freeSavePath(folder: string, references: readonly string[]): Promise<string> {
  for (let number = 1; number < maxNumber; number += 1) {
    const file = path.join(folder, toFileName(references, number));
    if (!(await isThere(file))) return file;
  }
  return path.join(folder, toFileName(references, Date.now()));
}

/** Something to write to that becomes the file in the end, or leaves nothing behind. */
export interface SaveFile {
  readonly handle: FileHandle;
  /** It is written, and is the file from now on. */
  readonly keep: () => Promise<void>;
  /** Closes and removes it; a file that it was to replace stays as it was. */
  readonly drop: () => Promise<void>;
}

/**
 * Creates the file, for its owner alone; where it may replace another one, under a name beside it until it is whole. Throws `file-exists`
 * where it may not; `file-not-writable` with the system's words where it cannot be made.
 */
export async function createSaveFile(file: string, mayReplace: boolean): Promise<SaveFile> {
  const written = mayReplace ? `${file}.${randomBytes(4).toString('hex')}.part` : file;
  const handle = await create(written, file);
  return {
    handle,
    async keep() {
      if (written !== file) await rename(written, file);
    },
    async drop() {
      // Closed already if its stream failed.
      await handle.close().catch(() => undefined);
      await rm(written, { force: true });
    },
  };
}

/** Whether there is a file that another one may take the place of: neither a folder nor a link or device. */
export async function isReplaceable(file: string): Promise<boolean> {
  try {
    return (await lstat(file)).isFile();
  } catch {
    // Not there, or out of sight: creating it then says why.
    return false;
  }
}

async function create(written: string, file: string): Promise<FileHandle> {
  if (!path.isAbsolute(file)) throw toFileError('The path is not absolute.', file, 'file-not-writable');
  try {
    return await open(written, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
  } catch (error) {
    const isThereAlready = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw toFileError(toMessage(error), file, isThereAlready ? 'file-exists' : 'file-not-writable');
  }
}

/** What failed while the file was written, if it was the disk and not the engine. */
export function toWriteFailure(error: unknown, file: string): EngineError | null {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'write' || code === undefined || code === 'EPIPE') return null;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new EngineError('rejected', toMessage(error), { reason: 'disk-full' });
  return toFileError(toMessage(error), file, 'file-not-writable');
}

function toFileError(detail: string, file: string, reason: 'file-exists' | 'file-not-writable'): EngineError {
  return new EngineError(reason === 'file-exists' ? 'conflict' : 'rejected', detail, {
    reason,
    params: { path: file },
  });
}

function toFileName(references: readonly string[], number: number): string {
  const [first = 'image'] = references;
  const more = references.length > 1 ? `-and-${references.length - 1}-more` : '';
  const stem = first
    .replace(/^sha256:/, '')
    .replaceAll(/[^\w.-]+/g, '-')
    .slice(0, 120);
  return `${stem}${more}${number === 1 ? '' : `-${number}`}.tar`;
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    // Also where it cannot be looked at: creating it then says why.
    return false;
  }
}
