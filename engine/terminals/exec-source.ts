import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecOptions, TerminalEnding } from '../contract/terminals.ts';
import { readContainerFacts } from '../docker/attach.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { createExec, inspectExec, needsFirstResize, resizeExec, type Size, startExec } from '../docker/exec.ts';
import { BackOff } from '../platform/back-off.ts';
import { EngineError } from '../platform/engine-error.ts';
import { toEnding } from './ending.ts';
import { isBeingMade } from './process-table.ts';
import { type TerminalProcess, type TerminalProcesses, toMarkerEntry, toTerminalProcess } from './processes.ts';
import type { TerminalSource } from './source.ts';

/** What programs are told of the screen that they draw on; xterm.js understands what these promise. */
const screenEnv = ['TERM=xterm-256color', 'COLORTERM=truecolor'];
const utf8Locale = 'LANG=C.UTF-8';
/** The daemon closes the connection a moment before it knows the exit code. */
const exitPollMs = 20;
const exitWithinMs = 2_000;
const firstStartPollMs = 10;
const longestStartPollMs = 100;
const startWithinMs = 5_000;
const stopWithinMs = 500;
const killedCode = 137;
const answerWithinMs = 10_000;

interface ExecSourceOptions {
  readonly connection: DockerConnection;
  readonly processes: TerminalProcesses;
  readonly container: string;
  readonly options: ExecOptions;
  /** Of the container; it keeps a locale of its own. */
  readonly containerEnv: readonly string[];
  readonly marker: string;
  readonly size: Size;
  /** Told where the program runs as soon as that is known, before anything else can go wrong. */
  readonly onStart: (process: TerminalProcess) => Promise<void>;
}

function answerDeadline(): AbortSignal {
  return AbortSignal.timeout(answerWithinMs);
}

/** Starts a program in a running container, as `docker exec --interactive --tty` does. Throws what the daemon says. */
export async function openExecSource(given: ExecSourceOptions, signal: AbortSignal): Promise<TerminalSource> {
  const { connection, processes, container, options, containerEnv, marker, size, onStart } = given;
  const hasLocale = containerEnv.some((entry) => /^(LANG|LC_ALL|LC_CTYPE)=/.test(entry));
  const env = [...screenEnv, ...(hasLocale ? [] : [utf8Locale]), toMarkerEntry(marker)];
  const exec = await createExec(connection, container, { ...options, env, size }, signal);
  const hijacked = await startExec(connection, exec, size, signal);
  let program = toTerminalProcess(marker, container, null);
  await onStart(program);
  const noteStart = async (): Promise<void> => {
    program = toTerminalProcess(marker, container, await waitForPid(connection, exec));
    if (program.pid === null) return;
    await onStart(program);
    if (needsFirstResize(connection)) await resizeExec(connection, exec, size, answerDeadline());
  };
  const started = noteStart();
  // Told to whoever waits for it; a terminal whose program could not be noted down still works.
  started.catch(() => undefined);
  return {
    output: hijacked.output,
    write: (bytes, writeSignal) => hijacked.write(bytes, writeSignal),
    async resize(next, resizeSignal) {
      await started;
      // A program that has just ended has no screen any more.
      await resizeExec(connection, exec, next, resizeSignal).catch((error: unknown) => {
        if (!(error instanceof EngineError) || error.code === 'unreachable') throw error;
      });
    },
    readEnding: () => readExecEnding(connection, container, exec),
    async end() {
      try {
        await started.catch(() => undefined);
        await processes.end(program, connection);
      } finally {
        hijacked[Symbol.dispose]();
      }
    },
  };
}

/** The daemon hands over the connection before the program runs. Null where it ended before it was seen, or cannot be asked. */
async function waitForPid(connection: DockerConnection, exec: string): Promise<number | null> {
  try {
    const untilMs = performance.now() + startWithinMs;
    for (const poll = new BackOff(firstStartPollMs, longestStartPollMs); ;) {
      const { running, exitCode, pid } = await inspectExec(connection, exec, answerDeadline());
      const isLate = performance.now() > untilMs;
      if (pid !== null && running && (isLate || !isBeingMade(pid))) return pid;
      if (isLate || (exitCode !== null && !running)) return null;
      await sleep(poll.next());
    }
  } catch (error) {
    // Whoever reads the output is told what became of it.
    if (!(error instanceof EngineError)) throw error;
  }
  return null;
}

async function readExecEnding(connection: DockerConnection, container: string, exec: string): Promise<TerminalEnding> {
  try {
    for (const untilMs = performance.now() + exitWithinMs; ;) {
      const { running, exitCode } = await inspectExec(connection, exec, answerDeadline());
      if (!running || performance.now() > untilMs) {
        if (await hasStopped(connection, container, exitCode)) return { kind: 'container-stopped' };
        // The connection went and the program did not: the engine let go of it.
        return running || exitCode === null ? { kind: 'engine-lost' } : toEnding(exitCode);
      }
      await sleep(exitPollMs);
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // A daemon forgets its execs with their container, and when it is started anew.
    return error.code === 'not-found' ? await readWhy(connection, container) : { kind: 'engine-lost' };
  }
}

/** A container that stops kills its programs first (SIGKILL), and is said to run for a moment more. */
async function hasStopped(connection: DockerConnection, container: string, exitCode: number | null): Promise<boolean> {
  for (const untilMs = performance.now() + stopWithinMs; ;) {
    const { running } = await readContainerFacts(connection, container, answerDeadline());
    if (!running || exitCode !== killedCode || performance.now() > untilMs) return !running;
    await sleep(exitPollMs);
  }
}

async function readWhy(connection: DockerConnection, container: string): Promise<TerminalEnding> {
  try {
    const { running } = await readContainerFacts(connection, container, answerDeadline());
    return running ? { kind: 'engine-lost' } : { kind: 'container-stopped' };
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') return { kind: 'container-stopped' };
    return { kind: 'engine-lost' };
  }
}
