import { afterAll, beforeAll, expect, test } from 'vitest';
import { exec, startTerminalRig, type TerminalRig, type TerminalView } from '../test/terminal-rig.ts';

/** One less than may be open. */
const many = 63;
/** Far more than it takes, for a machine that is busy. */
const longMs = 10_000;

let rig: TerminalRig;

beforeAll(async () => {
  rig = await startTerminalRig();
}, 120_000);

afterAll(async () => {
  await rig?.[Symbol.asyncDispose]();
}, 60_000);

/** Reads like a page that shows the terminal, until the terminal is closed. */
async function watch(view: TerminalView): Promise<void> {
  try {
    for (; await view.readOn(); view.bytes = Buffer.alloc(0));
  } catch {
    // Closed.
  }
}

test('many flooding terminals close together, and other pages get answers meanwhile', async () => {
  const container = await rig.runContainer();
  const opened = await Promise.all(Array.from({ length: many }, () => rig.open(exec(container))));
  await Promise.all(opened.map(({ view }) => view.type('while :; do echo $((6 * 7)) of a flood; done\n')));
  await Promise.all(opened.map(({ view }) => view.readUntil(/42 of/)));
  const watching = opened.map(({ view }) => watch(view));

  const sinceMs = Date.now();
  const closed = new Set<string>();
  const closing = Promise.all(
    opened.map(async ({ terminal }) => {
      await rig.client.terminals.close({ terminal: terminal.id });
      closed.add(terminal.id);
    }),
  );
  let answersBeforeTheFirstIsClosed = 0;
  let slowestAnswerMs = 0;
  while (closed.size < many) {
    const askedMs = performance.now();
    await rig.client.containers.inspect({ id: container });
    slowestAnswerMs = Math.max(slowestAnswerMs, performance.now() - askedMs);
    if (closed.size === 0) answersBeforeTheFirstIsClosed += 1;
  }
  await closing;
  const untilMs = Date.now();
  await Promise.all(watching);
  expect(await rig.programsIn(container)).toEqual([]);
  expect.soft(answersBeforeTheFirstIsClosed).toBeGreaterThan(2);
  expect.soft(slowestAnswerMs).toBeLessThan(longMs / 4);
  expect.soft(untilMs - sinceMs).toBeLessThan(longMs);
  // Programs that this machine sees need none inside their container to end them.
  const period = ['--since', String(sinceMs / 1000), '--until', String(untilMs / 1000)];
  expect.soft(await rig.docker('events', ...period, '--filter', 'event=exec_create')).toBe('');
}, 120_000);
