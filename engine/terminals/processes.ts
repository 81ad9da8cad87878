import { setTimeout as sleep } from 'node:timers/promises';
import { toAddressKey } from '../docker/address.ts';
import { type DockerConnection, isAway } from '../docker/connect.ts';
import { inspectExec, runDetached } from '../docker/exec.ts';
import { Batch } from '../platform/batch.ts';
import { EngineError } from '../platform/engine-error.ts';
import { signalProcess, startTimeOf } from '../platform/process.ts';
import { environmentOf, findMarked, type Mark } from './process-table.ts';

/** A terminal's program, as it can be found again when its service is gone. */
export interface TerminalProcess {
  /** Stands in the environment of the program and of whatever it starts. */
  readonly marker: string;
  /** On the engine's machine; null where the daemon did not say. */
  readonly pid: number | null;
  /** As `startTimeOf`; null where this machine's process table did not show the program. */
  readonly startTime: string | null;
  readonly container: string;
}

const markerName = 'BERTH_TERMINAL';
/** Who hears of the end of a terminal (SIGHUP) tidies up, and a shell writes its history. */
const politeMs = 500;
/** The pause before each look at the process table, and the time to share it. */
const lookGatherMs = 15;
const killWithinMs = 2_000;
const insideWithinMs = 10_000;
const insidePollMs = 50;
/** Terminals that close together do so within this time. */
const insideGatherMs = 50;

/** The entry of the environment that marks a terminal's programs. */
export function toMarkerEntry(marker: string): string {
  return `${markerName}=${marker}`;
}

/** The program with this pid, as this machine's process table shows it now. */
export function toTerminalProcess(marker: string, container: string, pid: number | null): TerminalProcess {
  const isSeen = pid !== null && environmentOf(pid).includes(toMarkerEntry(marker));
  return { marker, pid, startTime: isSeen ? startTimeOf(pid) : null, container };
}

/** Ends what terminals run. Endings at the same time share each look at the process table. */
export class TerminalProcesses {
  readonly #looks: Batch<Mark, ReadonlyMap<string, readonly number[]>>;
  readonly #insides = new Map<string, Batch<Inside, void>>();

  /** `find` reads the process table once. */
  constructor(find: typeof findMarked = findMarked) {
    this.#looks = new Batch(lookGatherMs, find);
  }

  /**
   * Ends a terminal's program and all in its session (setsid(2)): SIGHUP, as the system does when
   * a terminal goes away, then SIGKILL. What made a session of its own on purpose lives on. Where
   * this user cannot see or signal the engine's processes, a program inside the container does the
   * same, which needs a shell there. Throws `unreachable` or `timeout` where the engine that this
   * needs does not answer.
   */
  async end(process: TerminalProcess, connection: DockerConnection): Promise<void> {
    if (await this.endHere(process)) return;
    try {
      await this.#endInside({ process, connection });
    } catch (error) {
      // The container is gone, and the program with it, or it has no shell.
      if (!(error instanceof EngineError) || isAway(error)) throw error;
    }
  }

  /** The same without the engine. False where this machine's process table does not show it. */
  async endHere(process: TerminalProcess): Promise<boolean> {
    const { pid, startTime } = process;
    if (pid === null) return false;
    const found = await this.#find(process);
    if (found.length === 0) return startTime !== null && startTimeOf(pid) !== startTime;
    await this.#hangUp(process, found);
    return true;
  }

  /**
   * Signals what the program started first, and stops the program meanwhile, so that it starts
   * nothing more: once the first process of a container has gone that shares the processes of the
   * machine or of another container, the engine kills all its others (containerd 1.7).
   */
  async #hangUp(process: TerminalProcess, found: readonly number[]): Promise<void> {
    // None where it has ended before what it started.
    const leader = found.filter((pid) => pid === process.pid);
    const findOthers = async (): Promise<readonly number[]> =>
      (await this.#find(process)).filter((pid) => pid !== process.pid);
    const findAll = (): Promise<readonly number[]> => this.#find(process);
    signalAll(leader, 'SIGSTOP');
    try {
      const others = await findOthers();
      signalAll(others, 'SIGHUP');
      if (others.length > 0) await waitUntilGone(findOthers, politeMs);
    } finally {
      signalAll(leader, 'SIGHUP');
      signalAll(leader, 'SIGCONT');
    }
    const left = await waitUntilGone(findAll, politeMs);
    if (left.length === 0) return;
    signalAll(left, 'SIGKILL');
    await waitUntilGone(findAll, killWithinMs);
  }

  async #find({ marker, pid }: TerminalProcess): Promise<readonly number[]> {
    if (pid === null) return [];
    const entry = toMarkerEntry(marker);
    return (await this.#looks.ask({ session: pid, entry })).get(entry) ?? [];
  }

  /** Runs one program in a container for all terminals there that end at the same time. */
  async #endInside(inside: Inside): Promise<void> {
    const key = `${toAddressKey(inside.connection.address)} ${inside.process.container}`;
    const batch = this.#insides.get(key) ?? new Batch(insideGatherMs, endFromInside);
    this.#insides.set(key, batch);
    try {
      await batch.ask(inside);
    } finally {
      if (batch.isEmpty) this.#insides.delete(key);
    }
  }
}

interface Inside {
  readonly process: TerminalProcess;
  readonly connection: DockerConnection;
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) signalProcess(pid, signal);
}

/** Returns those that are left after `withinMs`. */
async function waitUntilGone(find: () => Promise<readonly number[]>, withinMs: number): Promise<readonly number[]> {
  for (const untilMs = performance.now() + withinMs; ;) {
    const left = await find();
    if (left.length === 0 || performance.now() > untilMs) return left;
  }
}

/**
 * Constant text. Its environment has the markers, in a form that does not mark the script itself.
 * The terminal's program leads its session (`stat`, field 6 of proc(5)).
 */
const endScript = `
patterns=$(printf '${markerName}=%s\\n' $BERTH_END)
marked() {
  for process in /proc/[0-9]*; do
    tr '\\0' '\\n' <"$process/environ" 2>/dev/null | grep -qxF "$patterns" || continue
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

async function endFromInside(insides: readonly Inside[]): Promise<void> {
  const [first] = insides;
  if (first === undefined) return;
  const { connection } = first;
  const signal = AbortSignal.timeout(insideWithinMs);
  const markers = insides.map(({ process }) => process.marker).join(' ');
  const exec = await runDetached(
    connection,
    first.process.container,
    // It takes over the container's environment, which carries the mark where the container was made for a terminal: it is not to end itself.
    { command: ['sh', '-c', endScript], user: '0', env: [`BERTH_END=${markers}`, toMarkerEntry('')] },
    signal,
  );
  while ((await inspectExec(connection, exec, signal)).running) await sleep(insidePollMs);
}
