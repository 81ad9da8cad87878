import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecOptions, TerminalEnding } from '../contract/terminals.ts';
import { readContainerFacts } from '../docker/attach.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { createExec, inspectExec, needsFirstResize, resizeExec, type Size, startExec } from '../docker/exec.ts';
import { EngineError } from '../platform/engine-error.ts';
import { toEnding } from './ending.ts';
import { endTerminalProcesses, type TerminalProcess, toMarkerEntry } from './processes.ts';
import type { TerminalSource } from './source.ts';

/** What programs are told of the screen that they draw on; xterm.js understands what these promise. */
const screenEnv = ['TERM=xterm-256color', 'COLORTERM=truecolor'];
const utf8Locale = 'LANG=C.UTF-8';
/** The daemon closes the connection a moment before it knows the exit code. */
const exitPollMs = 20;
const exitWithinMs = 2_000;
const startPollMs = 10;
const startWithinMs = 5_000;
const stopWithinMs = 500;
const killedCode = 137;
const answerWithinMs = 10_000;

interface ExecSourceOptions {
  readonly connected: () => DockerConnection;
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
  const { connected, container, options, containerEnv, marker, size, onStart } = given;
  const connection = connected();
  const hasLocale = containerEnv.some((entry) => /^(LANG|LC_ALL|LC_CTYPE)=/.test(entry));
  const env = [...screenEnv, ...(hasLocale ? [] : [utf8Locale]), toMarkerEntry(marker)];
  const exec = await createExec(connection, container, { ...options, env, size }, signal);
  const hijacked = await startExec(connection, exec, size, signal);
  let program: TerminalProcess = { marker, pid: null, container };
  await onStart(program);
  const noteStart = async (): Promise<void> => {
    program = { ...program, pid: await waitForPid(connection, exec) };
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
      await resizeExec(connected(), exec, next, resizeSignal).catch((error: unknown) => {
        if (!(error instanceof EngineError) || error.code === 'unreachable') throw error;
      });
    },
    readEnding: () => readExecEnding(connected, container, exec),
    async end() {
      try {
        await started.catch(() => undefined);
        await endTerminalProcesses(program, connected);
      } finally {
        hijacked[Symbol.dispose]();
      }
    },
  };
}

/** The daemon hands over the connection before the program runs. Null where it ended before it was seen, or cannot be asked. */
async function waitForPid(connection: DockerConnection, exec: string): Promise<number | null> {
  try {
    for (const untilMs = performance.now() + startWithinMs; performance.now() < untilMs;) {
      const { running, exitCode, pid } = await inspectExec(connection, exec, answerDeadline());
      if (pid !== null && running) return pid;
      if (exitCode !== null && !running) return null;
      await sleep(startPollMs);
    }
  } catch (error) {
    // Whoever reads the output is told what became of it.
    if (!(error instanceof EngineError)) throw error;
  }
  return null;
}

async function readExecEnding(
  connected: () => DockerConnection,
  container: string,
  exec: string,
): Promise<TerminalEnding> {
  try {
    for (const untilMs = performance.now() + exitWithinMs; ;) {
      const { running, exitCode } = await inspectExec(connected(), exec, answerDeadline());
      if (!running || performance.now() > untilMs) {
        if (await hasStopped(connected, container, exitCode)) return { kind: 'container-stopped' };
        // The connection went and the program did not: the engine let go of it.
        return running || exitCode === null ? { kind: 'engine-lost' } : toEnding(exitCode);
      }
      await sleep(exitPollMs);
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // A daemon forgets its execs with their container, and when it is started anew.
    return error.code === 'not-found' ? await readWhy(connected, container) : { kind: 'engine-lost' };
  }
}

/** A container that stops kills its programs first (SIGKILL), and is said to run for a moment more. */
async function hasStopped(
  connected: () => DockerConnection,
  container: string,
  exitCode: number | null,
): Promise<boolean> {
  for (const untilMs = performance.now() + stopWithinMs; ;) {
    const { running } = await readContainerFacts(connected(), container, answerDeadline());
    if (!running || exitCode !== killedCode || performance.now() > untilMs) return !running;
    await sleep(exitPollMs);
  }
}

async function readWhy(connected: () => DockerConnection, container: string): Promise<TerminalEnding> {
  try {
    const { running } = await readContainerFacts(connected(), container, answerDeadline());
    return running ? { kind: 'engine-lost' } : { kind: 'container-stopped' };
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') return { kind: 'container-stopped' };
    return { kind: 'engine-lost' };
  }
}
