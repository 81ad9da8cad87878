import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { Journal } from './journal.ts';
import { RememberedChoices } from './remembered-choices.ts';

const log = pino({ level: 'silent' });

async function makeFolder(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-journal-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return dir;
}

const engine = { id: 'socket:/a.sock', address: { kind: 'unix', path: '/a.sock' } } as const;

test('what a dead service noted down is taken over once; that of one that runs is not', async () => {
  const dir = path.join(await makeFolder(), 'terminals');
  const own = new Journal(dir, log);
  expect(await own.takeLeftovers()).toEqual(new Map());
  await own.add('one', { kind: 'exec', engine, marker: 'one', pid: 1, startTime: '2', container: 'c' });
  await own.add('two', { kind: 'debug', engine, marker: 'two', container: 'd' });
  await own.remove('one');
  expect(await own.takeLeftovers()).toEqual(new Map());

  const left = [{ kind: 'exec', engine, marker: 'm', pid: 5, startTime: null, container: 'c' }];
  // No process has this pid: the kernel's own limit is 2^22.
  await writeFile(path.join(dir, '99999999-1.json'), JSON.stringify(left));
  await writeFile(path.join(dir, '99999998-1.json'), 'torn {');
  await writeFile(
    path.join(dir, `${process.pid}-1.json`),
    JSON.stringify([{ kind: 'debug', engine, marker: 'm', container: 'reused pid' }]),
  );
  const next = new Journal(dir, log);
  const taken = await next.takeLeftovers();
  expect([...taken.values()]).toEqual(
    expect.arrayContaining([...left, { kind: 'debug', engine, marker: 'm', container: 'reused pid' }]),
  );
  // It has them in its own file until they are ended.
  expect(await readdir(dir)).toHaveLength(1);
  for (const id of taken.keys()) await next.remove(id);
});

test('an entry without a readable address is skipped and logged; the others are taken over', async () => {
  const dir = await makeFolder();
  const readable = { kind: 'debug', engine, marker: 'm', container: 'c' };
  const old = { ...readable, engine: { id: 'socket:/a.sock', socketPath: '/a.sock' } };
  const later = { ...readable, engine: { id: 'x', address: { kind: 'carrier-pigeon' } } };
  await writeFile(path.join(dir, '99999999-1.json'), JSON.stringify([old, readable, later]));
  const lines: { msg: string; unread: number }[] = [];
  const heard = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });
  const taken = await new Journal(dir, heard).takeLeftovers();
  expect([...taken.values()]).toEqual([readable]);
  expect(lines).toMatchObject([{ level: 40, unread: 2 }]);
});

test('choices are remembered by image, the newest 200', async () => {
  const file = path.join(await makeFolder(), 'choices.json');
  const options = { command: ['bash'], user: 'root', workingDir: '/', privileged: false };
  const choices = await RememberedChoices.open(file, log);
  for (let image = 0; image < 201; image++) await choices.remember(`image:${image}`, options);
  const again = await RememberedChoices.open(file, log);
  expect(again.of('image:200')).toEqual(options);
  expect(again.of('image:0')).toBeNull();
  await writeFile(file, '[{"image":"x","options":{"command":"no list"}}]');
  expect((await RememberedChoices.open(file, log)).of('x')).toBeNull();
});
