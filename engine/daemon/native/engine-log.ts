import { mkdir, open, rename, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import type { FileHandle } from 'node:fs/promises';

/** Beyond this the log begins anew; the older part is kept once beside it. */
const maxLogBytes = 8 * 1024 * 1024;

/** Opens the engine's log for dockerd to write to by itself, so that dockerd can outlive Berth. */
export async function openEngineLog(logFile: string): Promise<FileHandle> {
  await mkdir(path.dirname(logFile), { recursive: true, mode: 0o700 });
  if ((await sizeOf(logFile)) > maxLogBytes) await rename(logFile, `${logFile}.old`);
  return open(logFile, 'a', 0o600);
}

/** Empties a log that has grown too long while dockerd holds it open; it goes on at the new end. */
export async function boundEngineLog(logFile: string): Promise<void> {
  if ((await sizeOf(logFile)) > 2 * maxLogBytes) await truncate(logFile, 0);
}

/** The end of the log from whole lines on, or nothing where there is none. */
export async function readLogEnd(logFile: string, maxBytes: number, fromByte = 0): Promise<string> {
  const sizeBytes = await sizeOf(logFile);
  const start = Math.max(sizeBytes - maxBytes, Math.min(fromByte, sizeBytes));
  if (sizeBytes === start) return '';
  const handle = await open(logFile, 'r');
  try {
    const buffer = Buffer.alloc(sizeBytes - start);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    const text = buffer.toString('utf8', 0, bytesRead);
    return start === fromByte ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await handle.close();
  }
}

/** What the daemons have said of a failure since some place in the log, or all they have said; at most 4 KiB. */
export async function readFailure(logFile: string, fromByte = 0): Promise<string> {
  const text = await readLogEnd(logFile, 64 * 1024, fromByte);
  return (pickFailure(text) || text).slice(-4 * 1024);
}

/** The lines of a log that tell of a failure: dockerd's last words have no level. */
export function pickFailure(text: string): string {
  const lines = text.split('\n').filter((line) => line !== '' && !/\blevel=(debug|info|warning)\b/.test(line));
  return lines.join('\n');
}

/** The size of a file in bytes; 0 where there is none. */
export async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    // Not written yet.
    return 0;
  }
}
