import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** How long a program gets between SIGTERM and SIGKILL when it is cancelled or late. */
const killAfterMs = 2_000;

export type ProcessFailure = 'missing' | 'not-runnable' | 'failed' | 'cancelled' | 'timeout';

/** A program that could not be started, or ended otherwise than it should. `output` is the end of its own words. */
export class ProcessError extends Error {
  readonly reason: ProcessFailure;
  readonly program: string;
  /** Null where it was not started, or ended by a signal. */
  readonly exitCode: number | null;
  readonly output: string;

  constructor(reason: ProcessFailure, program: string, exitCode: number | null, output: string) {
    super(`${program}: ${reason}${exitCode === null ? '' : ` (exit code ${exitCode})`}: ${output}`);
    this.name = 'ProcessError';
    this.reason = reason;
    this.program = program;
    this.exitCode = exitCode;
    this.output = output;
  }
}

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment; the caller's own where it is left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly input?: string | Uint8Array;
  /** Of stdout and of stderr each, the end is kept. 1 MiB unless told. */
  readonly keepBytes?: number;
  /** Exit codes that are no failure. Only 0 unless told; `any` takes all. */
  readonly expect?: readonly number[] | 'any';
  /** Called with each whole line of stdout as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * Runs a program to its end, without a shell. When the signal aborts or the deadline passes, it and its children (its process
 * group) are ended before the promise rejects with a `ProcessError`.
 */
export function runProgram(argv: readonly [string, ...string[]], options: RunOptions = {}): Promise<RunResult> {
  const [program, ...args] = argv;
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted) {
      reject(new ProcessError('cancelled', program, null, ''));
      return;
    }
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      // Its own process group, so that ending it ends what it started too.
      detached: true,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const stdout = new Tail(options.keepBytes ?? 1024 * 1024);
    const stderr = new Tail(options.keepBytes ?? 1024 * 1024);
    const lines = options.onLine === undefined ? null : toLines(options.onLine);
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout.add(chunk);
      lines?.add(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => stderr.add(chunk));
    // A program that does not read its input to the end is judged by its exit code, not by the broken pipe.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);

    let ending: ProcessFailure | null = null;
    let killTimer: NodeJS.Timeout | undefined;
    const end = (reason: ProcessFailure): void => {
      if (ending !== null || child.pid === undefined) return;
      ending = reason;
      const { pid } = child;
      signalGroup(pid, 'SIGTERM');
      killTimer = setTimeout(() => signalGroup(pid, 'SIGKILL'), killAfterMs);
    };
    const onAbort = (): void => end('cancelled');
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const deadline = options.timeoutMs === undefined ? undefined : setTimeout(() => end('timeout'), options.timeoutMs);
    const settle = (): void => {
      clearTimeout(deadline);
      clearTimeout(killTimer);
      options.signal?.removeEventListener('abort', onAbort);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      settle();
      const reason = error.code === 'ENOENT' ? 'missing' : error.code === 'EACCES' ? 'not-runnable' : 'failed';
      reject(new ProcessError(reason, program, null, error.message));
    });
    child.once('close', (exitCode, endedBy) => {
      settle();
      lines?.end();
      const expected = options.expect ?? [0];
      const words = (stderr.toString() || stdout.toString()).trim();
      if (ending !== null) reject(new ProcessError(ending, program, exitCode, words));
      else if (exitCode === null) reject(new ProcessError('failed', program, null, `${words} (${endedBy})`.trim()));
      else if (expected !== 'any' && !expected.includes(exitCode))
        reject(new ProcessError('failed', program, exitCode, words));
      else resolve({ stdout: stdout.toString(), stderr: stderr.toString(), exitCode });
    });
  });
}

/** Sends a signal to a process; false where there is none with that id. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (isNoSuchProcess(error)) return false;
    throw error;
  }
}

/**
 * When a process started, in the kernel's ticks since boot (proc(5), field 22 of `stat`), which tells it from a later one with the
 * same id. Null where there is none, or where it is a zombie: it has ended and only waits for its parent.
 */
export function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in brackets, which may itself hold brackets and spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    // No such process, or one that ended while it was read.
    return null;
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // It has ended by itself in the meantime.
    if (!isNoSuchProcess(error)) throw error;
  }
}

function isNoSuchProcess(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ESRCH';
}

/** The last so many bytes of a stream. */
class Tail {
  readonly #limitBytes: number;
  #chunks: Buffer[] = [];
  #sizeBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#sizeBytes += chunk.length;
    while (this.#chunks[0] !== undefined && this.#sizeBytes - this.#chunks[0].length >= this.#limitBytes) {
      this.#sizeBytes -= this.#chunks[0].length;
      this.#chunks.shift();
    }
  }

  toString(): string {
    const all = Buffer.concat(this.#chunks);
    return all.subarray(Math.max(0, all.length - this.#limitBytes)).toString('utf8');
  }
}

function toLines(onLine: (line: string) => void): { add(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    add(chunk) {
      const parts = (rest + decoder.write(chunk)).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) onLine(line);
    },
    end() {
      rest += decoder.end();
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}
