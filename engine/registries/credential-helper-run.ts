import { type ChildProcess, spawn } from 'node:child_process';

/** Between SIGTERM and SIGKILL, and how long something that a helper left behind may hold its output open. */
const killAfterMs = 1_000;
const drainMs = 300;

export type HelperEnd = 'exited' | 'timeout' | 'cancelled' | 'too-much' | 'not-started';

export interface HelperRun {
  readonly end: HelperEnd;
  /** Null where it was ended by a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HelperLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * Runs a program that may do anything: it ends, or is ended with all of its process group, within `timeoutMs` and a second; what it
 * writes beyond `maxBytes` ends it, and what it leaves behind does not keep us waiting. Never rejects.
 */
export function runBounded(
  program: string,
  action: string,
  input: string,
  env: NodeJS.ProcessEnv,
  { timeoutMs, maxBytes }: HelperLimits,
  signal: AbortSignal,
): Promise<HelperRun> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve({ end: 'cancelled', exitCode: null, stdout: '', stderr: '' });
      return;
    }
    const child = spawn(program, [action], {
      cwd: '/',
      env,
      // Its own process group, so that ending it ends what it started too.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let end: HelperEnd = 'exited';
    let killTimer: NodeJS.Timeout | undefined;
    let drainTimer: NodeJS.Timeout | undefined;
    const stop = (why: HelperEnd): void => {
      if (end !== 'exited') return;
      end = why;
      signalGroup(child, 'SIGTERM');
      killTimer = setTimeout(() => signalGroup(child, 'SIGKILL'), killAfterMs);
    };
    const stdout = collect(child.stdout, maxBytes, () => stop('too-much'));
    const stderr = collect(child.stderr, maxBytes, () => stop('too-much'));
    // A helper that does not read its input is judged by how it ends.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const onAbort = (): void => stop('cancelled');
    signal.addEventListener('abort', onAbort, { once: true });
    const deadline = setTimeout(() => stop('timeout'), timeoutMs);
    const settle = (exitCode: number | null): void => {
      clearTimeout(deadline);
      clearTimeout(killTimer);
      clearTimeout(drainTimer);
      signal.removeEventListener('abort', onAbort);
      resolve({ end, exitCode, stdout: stdout(), stderr: stderr() });
    };
    child.once('error', () => {
      if (child.pid !== undefined) return;
      end = 'not-started';
      settle(null);
    });
    child.once('exit', () => {
      drainTimer = setTimeout(() => {
        // Something else holds its output open. In its group it is ended; outside of it, it is no longer listened to.
        signalGroup(child, 'SIGKILL');
        child.stdout.destroy();
        child.stderr.destroy();
      }, drainMs);
    });
    child.once('close', (exitCode) => settle(exitCode));
  });
}

/** Gathers a stream up to a limit; what comes beyond is dropped, and told once. */
function collect(stream: NodeJS.ReadableStream, maxBytes: number, onTooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  stream.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes <= maxBytes) chunks.push(chunk);
    else onTooMuch();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    // Nothing of the group is left.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
