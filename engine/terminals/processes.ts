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
/** A shell that hears of the end of its terminal (SIGHUP) tells its jobs and writes its history. */
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
    signalAll(process, 'SIGHUP');
    await waitUntilGone(process, politeMs);
    signalAll(process, 'SIGKILL');
    await waitUntilGone(process, killWithinMs);
    return;
  }
  try {
    await endFromInside(process, connected());
  } catch (error) {
    // The container, or its engine, is gone, and the program with it or out of reach.
    if (!(error instanceof EngineError)) throw error;
  }
}

function signalAll(process: TerminalProcess, signal: NodeJS.Signals): void {
  for (const pid of findProcesses(process)) signalProcess(pid, signal);
}

async function waitUntilGone(process: TerminalProcess, withinMs: number): Promise<void> {
  for (const untilMs = performance.now() + withinMs; performance.now() < untilMs;) {
    if (findProcesses(process).length === 0) return;
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

/** Constant text: what it looks for comes by the environment. */
const endScript = `
for signal in HUP KILL; do
  for process in /proc/[0-9]*; do
    if tr '\\0' '\\n' <"$process/environ" 2>/dev/null | grep -qxF "$BERTH_END"; then kill -s "$signal" "\${process#/proc/}"; fi
  done
  [ "$signal" = KILL ] || sleep 1
done`;

async function endFromInside({ marker, container }: TerminalProcess, connection: DockerConnection): Promise<void> {
  const signal = AbortSignal.timeout(insideWithinMs);
  const exec = await runDetached(
    connection,
    container,
    { command: ['sh', '-c', endScript], user: '0', env: [`BERTH_END=${toMarkerEntry(marker)}`] },
    signal,
  );
  while ((await inspectExec(connection, exec, signal)).running) await sleep(insidePollMs);
}
