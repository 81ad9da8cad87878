import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { startTimeOf } from './process.ts';

export interface AtomicWrite {
  /** Of a new file; 0600 unless given. */
  readonly mode?: number;
  /** A file that is replaced gives its mode, and where the process is root its owner, to the new one. */
  readonly keepsMode?: boolean;
}

/** Ends the name of a file that is being written: the process, its start time, and eight random digits. */
const temporaryName = /\.(\d+)-(\d*)-[0-9a-f]{8}\.tmp$/;

/** The last write of each path, while it is under way. */
const writes = new Map<string, Promise<void>>();

/**
 * Writes a whole file so that a reader, or a crash, sees either the old or the new one; makes its folder where there is none.
 * Writes of this process to one path are made in the order of their calls. Removes what killed processes began to write in
 * the same folder. A link is replaced, not followed. Throws the system's errors, and leaves the old file then.
 */
export function writeFileAtomically(
  file: string,
  content: string | Uint8Array,
  options: AtomicWrite = {},
): Promise<void> {
  const target = path.resolve(file);
  const write = (writes.get(target) ?? Promise.resolve()).then(() => replaceFile(target, content, options));
  const settled = write
    .catch(() => undefined)
    .finally(() => {
      if (writes.get(target) === settled) writes.delete(target);
    });
  writes.set(target, settled);
  return write;
}

/** The file's text, or null where there is none. Other failures are thrown. */
export async function readFileIfAny(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function replaceFile(
  file: string,
  content: string | Uint8Array,
  { mode = 0o600, keepsMode = false }: AtomicWrite,
): Promise<void> {
  const folder = path.dirname(file);
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made === undefined) await removeLeftovers(folder);
  const before = keepsMode ? await statIfAny(file) : null;
  const owner = `${process.pid}-${startTimeOf(process.pid) ?? ''}`;
  const temporary = `${file}.${owner}-${randomUUID().slice(0, 8)}.tmp`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    try {
      await handle.writeFile(content);
      // Only root may give a file away; for others it is theirs already, or becomes theirs.
      if (before !== null && process.getuid?.() === 0) await handle.chown(before.uid, before.gid);
      await handle.chmod((before?.mode ?? mode) & 0o7777);
      // Without it a machine that loses power may have the new name and an empty file. The folder is not synced: the old
      // file in place of the new one is whole, too.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function removeLeftovers(folder: string): Promise<void> {
  try {
    for (const name of await readdir(folder)) {
      const [, pid, startTime] = temporaryName.exec(name) ?? [];
      if (pid === undefined || startTimeOf(Number(pid)) === (startTime === '' ? null : startTime)) continue;
      await rm(path.join(folder, name), { force: true });
    }
  } catch {
    // A folder that may not be listed may still be written to; what lies in it does no harm.
  }
}

async function statIfAny(file: string) {
  try {
    return await stat(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
