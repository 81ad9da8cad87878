import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTimeOf } from '../platform/process.ts';

/** How often a waiting process looks again: a lock's end has no event, and its holders take seconds. */
const retryMs = 100;

interface Holder {
  readonly pid: number;
  readonly startTime: string | null;
  readonly id: string;
}

/**
 * Does some work while no other holder of the same lock on this machine does. The lock's file names its holder; one whose process
 * has ended is only a leftover and is taken over.
 */
export async function withFileLock<T>(file: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const mine: Holder = { pid: process.pid, startTime: startTimeOf(process.pid), id: randomUUID() };
  const ticket = `${file}.${mine.id}`;
  await writeFile(ticket, JSON.stringify(mine), { mode: 0o600 });
  try {
    while (!(await claim(ticket, file))) {
      await removeIfLeftOver(file);
      await sleep(retryMs, undefined, { signal });
    }
  } finally {
    await rm(ticket, { force: true });
  }
  try {
    return await work();
  } finally {
    if ((await readHolder(file))?.id === mine.id) await rm(file, { force: true });
  }
}

/** True where the process that wrote this down is still the same and alive. */
export function isAlive(holder: { readonly pid: number; readonly startTime: string | null }): boolean {
  const startTime = startTimeOf(holder.pid);
  return startTime !== null && (holder.startTime === null || holder.startTime === startTime);
}

async function claim(ticket: string, file: string): Promise<boolean> {
  try {
    // A hard link appears whole or not at all, and fails where the name is taken.
    await link(ticket, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function removeIfLeftOver(file: string): Promise<void> {
  const seen = await readHolder(file);
  if (seen !== null && isAlive(seen)) return;
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    // Somebody else was quicker.
    return;
  }
  const taken = await readHolder(aside);
  // Between looking and renaming another process may have taken the lock: give it back.
  if (taken !== null && isAlive(taken)) await claim(aside, file);
  await rm(aside, { force: true });
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('id' in value)) return null;
    const startTime = 'startTime' in value && typeof value.startTime === 'string' ? value.startTime : null;
    return typeof value.pid === 'number' && typeof value.id === 'string'
      ? { pid: value.pid, startTime, id: value.id }
      : null;
  } catch {
    // Missing, or not ours to read: nobody's.
    return null;
  }
}
