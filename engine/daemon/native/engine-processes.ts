import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signalProcess, startTimeOf } from '../../platform/process.ts';
import type { EngineLayout } from './engine-layout.ts';

/** A process's end has no event for anyone but its parent; looking costs microseconds. */
const lookMs = 20;

export interface EngineProcess {
  readonly pid: number;
  readonly startTime: string;
}

/** The dockerd of this engine, found by what it was started with: a pid file may lie, the kernel does not. */
export function findDockerd(layout: EngineLayout): EngineProcess | null {
  return findProcess((listed) => countFolders(listed, 'dockerd', layout) === 2);
}

/** The containerd of this engine. */
export function findContainerd(layout: EngineLayout): EngineProcess | null {
  return findProcess((listed) => countFolders(listed, 'containerd', layout) === 2);
}

/** A daemon that has one of this engine's two folders together with another one: the two must not run side by side. */
export function findRival(layout: EngineLayout): EngineProcess | null {
  return findProcess(
    (listed) => countFolders(listed, 'dockerd', layout) === 1 || countFolders(listed, 'containerd', layout) === 1,
  );
}

/** The shims of this engine's containers, each with the processes below it. */
export function findShims(layout: EngineLayout): EngineProcess[] {
  return listProcesses()
    .filter(({ program, args }) => program.startsWith('containerd-shim') && args.includes(layout.containerdSocketPath))
    .map(({ pid, startTime }) => ({ pid, startTime }));
}

/** The direct children of a process. */
export function findChildren(parent: EngineProcess): EngineProcess[] {
  return listProcesses()
    .filter(({ parentPid }) => parentPid === parent.pid)
    .map(({ pid, startTime }) => ({ pid, startTime }));
}

/** True while the very process that was found runs. */
export function isRunning({ pid, startTime }: EngineProcess): boolean {
  return startTimeOf(pid) === startTime;
}

/** Sends a signal to the very process that was found; false where it has ended. */
export function signalIfRunning(found: EngineProcess, signal: NodeJS.Signals): boolean {
  return isRunning(found) && signalProcess(found.pid, signal);
}

/** Waits for a process to end; false where it still runs after the time. */
export async function waitForEnd(found: EngineProcess, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isRunning(found)) {
    if (Date.now() >= deadline) return false;
    await sleep(lookMs);
  }
  return true;
}

/** Asks a process to end, and makes it end when it takes longer than the time. */
export async function endProcess(found: EngineProcess, timeoutMs: number): Promise<'ended' | 'killed'> {
  signalIfRunning(found, 'SIGTERM');
  if (await waitForEnd(found, timeoutMs)) return 'ended';
  signalIfRunning(found, 'SIGKILL');
  await waitForEnd(found, 5_000);
  return 'killed';
}

/** How many of this engine's two folders, for data and for the run, a daemon was started with. */
function countFolders({ program, args }: Listed, daemon: 'dockerd' | 'containerd', layout: EngineLayout): number {
  if (program !== daemon) return 0;
  const words =
    daemon === 'dockerd'
      ? [`--data-root=${layout.dataRootDir}`, `--pidfile=${layout.pidFile}`]
      : [`--root=${layout.containerdRootDir}`, `--state=${layout.containerdStateDir}`];
  return words.filter((word) => args.includes(word)).length;
}

interface Listed extends EngineProcess {
  readonly parentPid: number;
  /** The last part of the program's path. */
  readonly program: string;
  readonly args: readonly string[];
}

function findProcess(matches: (listed: Listed) => boolean): EngineProcess | null {
  const found = listProcesses().find(matches);
  return found === undefined ? null : { pid: found.pid, startTime: found.startTime };
}

function listProcesses(): Listed[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const args = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      const startTime = startTimeOf(pid);
      if (startTime === null || args[0] === undefined || args[0] === '') return [];
      const status = readFileSync(`/proc/${name}/stat`, 'latin1');
      const parentPid = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
      return [{ pid, startTime, parentPid, program: path.basename(toProgram(name, args[0])), args: args.slice(1) }];
    } catch {
      // It ended while it was read.
      return [];
    }
  });
}

function toProgram(pid: string, firstArgument: string): string {
  try {
    // A program replaced on disk is still itself.
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '');
  } catch {
    // Another user's: what it calls itself.
    return firstArgument;
  }
}
