import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DockerConnection } from '../docker/connect.ts';
import { inspectExec, runDetached } from '../docker/exec.ts';
import { EngineError } from '../platform/engine-error.ts';
import { signalProcess } from '../platform/process.ts';

/** A terminal's program, as it can be found again when its service is gone. */
export interface TerminalProcess {
  /** Stands in the environment of the program and of whatever it starts. */
  readonly marker: string;
  /** On the engine's machine; null where the daemon did not say. */
  readonly pid: number | null;
  readonly container: string;
}

const markerName = 'BERTH_TERMINAL';
/** Who hears of the end of a terminal (SIGHUP) tidies up, and a shell writes its history. */
const politeMs = 500;
const pollMs = 10;
const killWithinMs = 2_000;
const insideWithinMs = 10_000;
const insidePollMs = 50;

/** The entry of the environment that marks a terminal's programs. */
export function toMarkerEntry(marker: string): string {
  return `${markerName}=${marker}`;
}

/**
 * Ends a terminal's program and all in its session (setsid(2)): SIGHUP, as the system does when a terminal goes away, then SIGKILL.
 * What made a session of its own on purpose lives on. Where the engine's processes are not this machine's, or not to be
 * touched by this user, the same is done by a program inside the container, which needs a shell there.
 */
export async function endTerminalProcesses(process: TerminalProcess, connected: () => DockerConnection): Promise<void> {
  if (findProcesses(process).length > 0) {
    await hangUp(process);
    signalAll(findProcesses(process), 'SIGKILL');
    await waitUntilGone(() => findProcesses(process), killWithinMs);
    return;
  }
  try {
    await endFromInside(process, connected());
  } catch (error) {
    // The container, or its engine, is gone, and the program with it or out of reach.
    if (!(error instanceof EngineError)) throw error;
  }
}

/**
 * What the program started hears of it first, while the program is held and starts nothing more: once a container's first process has gone,
 * the engine kills all others of a container that shares the processes of the machine or of another (containerd 1.7).
 */
async function hangUp(process: TerminalProcess): Promise<void> {
  const findOthers = (): number[] => findProcesses(process).filter((pid) => pid !== process.pid);
  // None where it has ended before what it started.
  const leader = findProcesses(process).filter((pid) => pid === process.pid);
  signalAll(leader, 'SIGSTOP');
  try {
    signalAll(findOthers(), 'SIGHUP');
    await waitUntilGone(findOthers, politeMs);
  } finally {
    signalAll(leader, 'SIGHUP');
    signalAll(leader, 'SIGCONT');
  }
  await waitUntilGone(() => findProcesses(process), politeMs);
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) signalProcess(pid, signal);
}

async function waitUntilGone(find: () => readonly number[], withinMs: number): Promise<void> {
  for (const untilMs = performance.now() + withinMs; performance.now() < untilMs;) {
    if (find().length === 0) return;
    await sleep(pollMs);
  }
}

/** Those processes of this machine that carry the marker and are in the program's session. */
function findProcesses({ marker, pid }: TerminalProcess): number[] {
  if (pid === null) return [];
  const entry = toMarkerEntry(marker);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        const stat = readFileSync(`/proc/${candidate}/stat`, 'latin1');
        const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (state === 'Z' || Number(session) !== pid) return false;
        return readFileSync(`/proc/${candidate}/environ`, 'latin1').split('\0').includes(entry);
      } catch {
        // It has ended, or belongs to another user.
        return false;
      }
    });
}

/** Constant text: what it looks for comes by the environment. The terminal's program leads its session (`stat`, field 6 of proc(5)). */
const endScript = `
marked() {
  for process in /proc/[0-9]*; do
    tr '\\0' '\\n' <"$process/environ" 2>/dev/null | grep -qxF "$BERTH_END" || continue
    session=$(sed 's/.*) //' "$process/stat" 2>/dev/null | cut -d ' ' -f 4)
    case $session in "\${process#/proc/}") kind=leader ;; *) kind=other ;; esac
    [ "$kind" = "$1" ] && echo "\${process#/proc/}"
  done
}
tell() { for process in $(marked "$2"); do kill -s "$1" "$process"; done; }
tell STOP leader
tell HUP other
sleep 1
tell HUP leader
tell CONT leader
sleep 1
tell KILL other
tell KILL leader`;

async function endFromInside({ marker, container }: TerminalProcess, connection: DockerConnection): Promise<void> {
  const signal = AbortSignal.timeout(insideWithinMs);
  const exec = await runDetached(
    connection,
    container,
    // It takes over the container's environment, which carries the mark where the container was made for a terminal: it is not to end itself.
    { command: ['sh', '-c', endScript], user: '0', env: [`BERTH_END=${toMarkerEntry(marker)}`, toMarkerEntry('')] },
    signal,
  );
  while ((await inspectExec(connection, exec, signal)).running) await sleep(insidePollMs);
}
