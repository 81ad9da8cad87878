import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ProcessError, runProgram, signalProcess, startTimeOf } from './process.ts';

describe('a program', () => {
  test('gives what it wrote, and takes input', async () => {
    const result = await runProgram(['sh', '-c', 'cat; echo oops >&2'], { input: 'grüße' });
    expect(result).toEqual({ stdout: 'grüße', stderr: 'oops\n', exitCode: 0 });
  });

  test('is told nothing through a shell', async () => {
    expect((await runProgram(['echo', '$HOME; exit 1'])).stdout).toBe('$HOME; exit 1\n');
  });

  test('that fails says how, with the end of its words', async () => {
    const failure = await runProgram(['sh', '-c', 'echo why >&2; exit 3']).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProcessError);
    expect(failure).toMatchObject({ reason: 'failed', exitCode: 3, output: 'why' });
  });

  test.each([
    ['/nowhere/program', 'missing'],
    ['/etc/passwd', 'not-runnable'],
  ])('%s: %s', async (program, reason) => {
    await expect(runProgram([program])).rejects.toMatchObject({ reason });
  });

  test('may end with an expected code', async () => {
    expect((await runProgram(['sh', '-c', 'exit 1'], { expect: [0, 1] })).exitCode).toBe(1);
    expect((await runProgram(['sh', '-c', 'exit 9'], { expect: 'any' })).exitCode).toBe(9);
  });

  test('that is killed has no exit code', async () => {
    await expect(runProgram(['sh', '-c', 'kill -9 $$'])).rejects.toMatchObject({ exitCode: null, output: '(SIGKILL)' });
  });

  test('gives its lines whole, whatever the pieces', async () => {
    const lines: string[] = [];
    await runProgram(['sh', '-c', "printf 'a\\303'; sleep 0.05; printf '\\244b\\n\\nend'"], {
      onLine: (line) => lines.push(line),
    });
    expect(lines).toEqual(['aäb', '', 'end']);
  });

  test('that floods is kept to its end', async () => {
    const { stdout } = await runProgram(['sh', '-c', 'seq 1 200000'], { keepBytes: 100 });
    expect(stdout.length).toBe(100);
    expect(stdout.endsWith('199999\n200000\n')).toBe(true);
  });

  test('that does not read its input is judged by its exit code', async () => {
    expect((await runProgram(['true'], { input: 'x'.repeat(1_000_000) })).exitCode).toBe(0);
  });
});

describe('cancelling', () => {
  test('ends the program and what it started', async () => {
    const abort = new AbortController();
    let grandchild = 0;
    const running = runProgram(['sh', '-c', 'sleep 60 & echo $!; wait'], {
      signal: abort.signal,
      onLine: (line) => {
        grandchild = Number(line);
        abort.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ reason: 'cancelled' });
    await sleep(50);
    expect(startTimeOf(grandchild)).toBeNull();
  });

  test('before the start starts nothing', async () => {
    await expect(runProgram(['/nowhere'], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      reason: 'cancelled',
    });
  });

  test('kills what ignores it, long before it would end by itself', async () => {
    const running = runProgram(['sh', '-c', 'trap "" TERM; sleep 60 & wait; sleep 60'], { timeoutMs: 50 });
    await expect(running).rejects.toMatchObject({ reason: 'timeout' });
  });
});

test('the start time tells a process from a later one', () => {
  expect(startTimeOf(process.pid)).toMatch(/^\d+$/);
  expect(startTimeOf(process.pid)).toBe(startTimeOf(process.pid));
  expect(startTimeOf(2 ** 22 + 1)).toBeNull();
  expect(signalProcess(2 ** 22 + 1, 'SIGTERM')).toBe(false);
});
