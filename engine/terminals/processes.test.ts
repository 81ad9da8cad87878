import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { signalProcess } from '../platform/process.ts';
import { findMarked } from './process-table.ts';
import { TerminalProcesses, toMarkerEntry, toTerminalProcess } from './processes.ts';

/** Starts a local program in a session of its own; resolves once it has printed. */
async function startMarked(marker: string, script: string) {
  const entry = toMarkerEntry(marker);
  const [name = '', value = ''] = entry.split('=');
  const child = spawn('sh', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'], [name]: value },
  });
  const { pid = 0 } = child;
  onTestFinished(async () => {
    const left = (await findMarked([{ session: pid, entry }])).get(entry) ?? [];
    for (const each of left) signalProcess(each, 'SIGKILL');
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  return { program: toTerminalProcess(marker, 'none', pid), mark: { session: pid, entry }, ended };
}

test('terminals that end together share each look at the processes', async () => {
  let looks = 0;
  const processes = new TerminalProcesses((marks) => {
    looks += 1;
    return findMarked(marks);
  });
  const stubborn = `(trap '' HUP; while :; do sleep 0.1; done) & echo ready; wait`;
  const started = await Promise.all(
    Array.from({ length: 63 }, (_, index) =>
      startMarked(`many-${index}`, 'sleep 1000 & sleep 1000 & echo ready; wait'),
    ),
  );
  expect(await Promise.all(started.map(({ program }) => processes.endHere(program)))).toEqual(started.map(() => true));
  // One terminal alone needs four looks.
  expect(looks).toBeLessThan(63);
  await Promise.all(started.map(({ ended }) => ended));
  expect(await findMarked(started.map(({ mark }) => mark))).toEqual(new Map());

  const last = await startMarked('stubborn', stubborn);
  expect(await processes.endHere(last.program)).toBe(true);
  expect(await findMarked([last.mark])).toEqual(new Map());
});

test('a program that this machine showed has ended once it is gone, and needs no engine for that', async () => {
  const processes = new TerminalProcesses();
  // It stops itself: while a process calls execve(2), its environment reads empty.
  const { program, ended } = await startMarked('brief', 'echo ready; kill -STOP $$');
  signalProcess(program.pid ?? 0, 'SIGKILL');
  await ended;
  expect(program.startTime).not.toBeNull();
  expect(await processes.endHere(program)).toBe(true);
  expect(await processes.endHere({ ...program, startTime: null })).toBe(false);
});
