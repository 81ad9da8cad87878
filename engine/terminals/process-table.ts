import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

/** Identifies a terminal's processes: their session, and an entry of their environment. */
export interface Mark {
  readonly session: number;
  readonly entry: string;
}

/** Hundreds of processes take tens of milliseconds; the event loop runs after each slice. */
const sliceMs = 4;

/**
 * Reads the process table once; returns the ids of the processes that carry a mark, by the mark's
 * entry. Leaves out zombies, and processes whose environment this user must not read.
 */
export async function findMarked(marks: readonly Mark[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const entries = new Map<number, string[]>();
  for (const { session, entry } of marks) entries.set(session, [...(entries.get(session) ?? []), entry]);
  const found = new Map<string, number[]>();
  let sliceUntilMs = performance.now() + sliceMs;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    if (performance.now() > sliceUntilMs) {
      await setImmediate();
      sliceUntilMs = performance.now() + sliceMs;
    }
    const pid = Number(name);
    const wanted = entries.get(sessionOf(pid) ?? 0);
    if (wanted === undefined) continue;
    const environment = environmentOf(pid);
    for (const entry of new Set(wanted)) {
      if (environment.includes(entry)) found.set(entry, [...(found.get(entry) ?? []), pid]);
    }
  }
  return found;
}

/** The entries of a process's environment; empty where this user cannot read it. */
export function environmentOf(pid: number): string[] {
  return readProcessFile(pid, 'environ')?.split('\0') ?? [];
}

/**
 * Whether this process is still runc's, before it becomes the program and has the mark: runc (1.1)
 * returns before its `runc:[2:INIT]` has called execve(2), which takes seconds on a busy machine.
 */
export function isBeingMade(pid: number): boolean {
  return readProcessFile(pid, 'stat')?.includes(' (runc:[') ?? false;
}

/** The session of a process (proc(5), field 6 of `stat`); null where it has ended. */
function sessionOf(pid: number): number | null {
  const stat = readProcessFile(pid, 'stat');
  if (stat === null) return null;
  // The second field is the program's name in brackets, which may itself hold brackets and spaces.
  const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' ? null : Number(session);
}

function readProcessFile(pid: number, name: 'stat' | 'environ'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    // It has ended, or belongs to another user.
    return null;
  }
}
