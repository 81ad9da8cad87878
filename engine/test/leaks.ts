import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** One running process, as `/proc` tells it. */
export interface ProcessFact {
  readonly pid: number;
  readonly parentPid: number;
  readonly command: string;
}

/** Every process that descends from `pid`, without it; Linux only. */
export function descendantsOf(pid: number): ProcessFact[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  const found: ProcessFact[] = [];
  const parents = new Set([pid]);
  // A child has been forked after its parent, but pids wrap around: walk until nothing is added.
  for (let before = -1; before !== found.length;) {
    before = found.length;
    for (const one of all)
      if (parents.has(one.parentPid) && !parents.has(one.pid)) {
        parents.add(one.pid);
        found.push(one);
      }
  }
  return found;
}

function readProcess(pid: number): ProcessFact | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may itself hold spaces and parentheses.
    const [state, parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return null;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parentPid: Number(parentPid), command };
  } catch {
    // It ended while it was being read.
    return null;
  }
}

/** Open things of this process, as words that can be compared: sockets, pipes and files by what they point to. */
function openThings(): Map<string, number> {
  const things = new Map<string, number>();
  const add = (name: string): void => {
    things.set(name, (things.get(name) ?? 0) + 1);
  };
  for (const kind of process.getActiveResourcesInfo())
    // Immediate work and file system calls end by themselves; timers of the test runner come and go.
    if (!/^(Timeout|Immediate|FSReq|GetAddrInfo|TTYWrap|Microtask|CloseReq|MessagePort)/.test(kind)) add(kind);
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      if (target.startsWith('socket:')) add('socket');
      else if (!/^(\/proc|\/dev|pipe:|anon_inode:)/.test(target)) add(target);
    } catch {
      // The descriptor of this very reading is gone by now.
    }
  }
  for (const { pid, command } of descendantsOf(process.pid)) add(`process ${pid}: ${command}`);
  return things;
}

/** Remembers what is open; `leaks` names what has been opened since and is still open. */
export interface LeakWatch {
  /** Waits up to `withinMs` for things to close, then answers what has not. */
  leaks(withinMs?: number): Promise<string[]>;
}

/** Begins to watch this process for sockets, files, servers and children that nobody closes. */
export function watchLeaks(): LeakWatch {
  const before = openThings();
  return {
    leaks: async (withinMs = 2000) => {
      const untilMs = performance.now() + withinMs;
      for (;;) {
        const left = [...openThings()]
          .filter(([name, count]) => count > (before.get(name) ?? 0))
          .map(([name, count]) => `${name} ×${count - (before.get(name) ?? 0)}`);
        if (left.length === 0 || performance.now() > untilMs) return left;
        await sleep(20);
      }
    },
  };
}
