import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { loginCommand } from '../commands/registries.ts';
import { startCommand } from '../commands/containers.ts';
import type { ShellReach } from '../contract/engines.ts';
import { type JournalReport, journalReport } from '../contract/journal.ts';
import { CommandJournal } from './command-journal.ts';

const reportOf = (names: readonly string[], engine = 'bundled'): JournalReport => ({
  id: randomUUID(),
  verbId: 'container.start',
  script: [{ engine, tokens: startCommand(names).tokens }],
  durationMs: 20,
  problem: null,
});

const nothing = { epoch: '', seq: 0, freshness: 'loading' } as const;
const { signal } = new AbortController();
const plain: ShellReach = { kind: 'default' };

test('what was run is there for every page, oldest first, and a report that comes twice stands there once', async () => {
  const journal = new CommandJournal({ reachOf: () => plain });
  const [first, second] = [reportOf(['a']), reportOf(['b'])];
  journal.add(first);
  const seen = await journal.changes(nothing, signal);
  journal.add(second);
  journal.add(first);
  const { upserts } = await journal.changes(nothing, signal);
  expect(upserts.map(({ id }) => id)).toEqual([first.id, second.id]);
  const patch = await journal.changes(seen, signal);
  expect([patch.reset, patch.upserts.map(({ id }) => id)]).toEqual([false, [second.id]]);
});

test('the journal is bounded in entries and in characters', async () => {
  const journal = new CommandJournal({ reachOf: () => plain });
  const reports = Array.from({ length: 600 }, (_unused, at) => reportOf([`web-${at}`]));
  for (const report of reports) journal.add(report);
  const { upserts } = await journal.changes(nothing, signal);
  expect(upserts.map(({ id }) => id)).toEqual(reports.slice(100).map(({ id }) => id));
  const many = Array.from({ length: 1_000 }, (_unused, at) => `${at}`.padStart(1_000, 'x'));
  for (let times = 0; times < 10; times += 1) journal.add(reportOf(many));
  const long = await journal.changes(nothing, signal);
  expect(long.upserts.map(({ script }) => script[0]?.tokens.length)).toEqual([1_002, 1_002, 1_002, 1_002]);
});

test('lines follow how a shell reaches their engines', async () => {
  let reach: ShellReach = plain;
  const journal = new CommandJournal({ reachOf: (engine) => (engine === 'bundled' ? reach : plain) });
  journal.add(reportOf(['a']));
  journal.add(reportOf(['b'], 'context:other'));
  const seen = await journal.changes(nothing, signal);
  reach = { kind: 'context', name: 'berth' };
  journal.refresh();
  const { upserts } = await journal.changes(seen, signal);
  expect(upserts.map(({ script }) => script.map(({ engine }) => engine))).toEqual([[{ id: 'bundled', shell: reach }]]);
});

test('the line of a sign-in has no room for a secret', () => {
  const { tokens } = loginCommand({ address: 'ghcr.io', username: 'mira' });
  const report = { ...reportOf([]), script: [{ engine: 'bundled', tokens }] };
  expect(journalReport.parse(report)).toEqual(report);
  expect(tokens.map(({ text }) => text)).toContain('--password-stdin');
});
