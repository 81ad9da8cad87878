import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SettingsFile } from './settings-file.ts';

const defaults = {
  leaveRunning: false,
  keepsRemovedLogs: true,
  keptLogsMegabytes: 2048,
  capturedLogMegabytes: 1024,
  capturedLogsMegabytes: 4096,
  logsInMemory: false,
  firstEngineId: 'bundled',
};

let dir: string;
let said: string[];
const log = pino({ level: 'warn' }, { write: (line) => said.push(line) });

beforeEach(async () => {
  said = [];
  dir = await mkdtemp(path.join(tmpdir(), 'berth-settings-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

test.each(['{"leaveRunning":', '[1]', 'null', ''])(
  '%j gives the defaults, and is not lost to the next change',
  async (text) => {
    const file = path.join(dir, 'settings.json');
    await writeFile(file, text);
    const settings = await SettingsFile.open(dir, log);
    expect(settings.values).toEqual(defaults);
    expect(said).toHaveLength(1);
    await settings.change({ leaveRunning: true });
    expect((await SettingsFile.open(dir, log)).values).toEqual({ ...defaults, leaveRunning: true });
    expect(await readFile(`${file}.broken`, 'utf8')).toBe(text);
  },
);

test('what is missing or wrong has its default, each by itself', async () => {
  const valuesOf = async (text: string) => {
    await writeFile(path.join(dir, 'settings.json'), text);
    return (await SettingsFile.open(dir, log)).values;
  };
  expect(await valuesOf('{}')).toEqual(defaults);
  expect(await valuesOf('{"leaveRunning":true,"firstEngineId":7}')).toEqual({ ...defaults, leaveRunning: true });
  expect(
    await valuesOf('{"keptLogsMegabytes":7,"capturedLogMegabytes":8,"capturedLogsMegabytes":"9","logsInMemory":true}'),
  ).toEqual({ ...defaults, capturedLogMegabytes: 8, logsInMemory: true });
  expect(said).toEqual([]);
});

test('a change keeps everything else, and is there the next time', async () => {
  const settings = await SettingsFile.open(dir, log);
  expect(settings.values).toEqual(defaults);
  await settings.change({ keptLogsMegabytes: 64, leaveRunning: undefined });
  await settings.change({ keepsRemovedLogs: false });
  const changed = { ...defaults, keptLogsMegabytes: 64, keepsRemovedLogs: false };
  expect(settings.values).toEqual(changed);
  expect((await SettingsFile.open(dir, log)).values).toEqual(changed);
  expect(JSON.parse(await readFile(path.join(dir, 'settings.json'), 'utf8'))).toEqual(changed);
});

test('of changes made at once each is there the next time', async () => {
  const settings = await SettingsFile.open(dir, log);
  const changes = Array.from({ length: 20 }, (_, index) => settings.change({ keptLogsMegabytes: 64 + index }));
  await Promise.all([...changes, settings.change({ leaveRunning: true }), settings.change({ logsInMemory: true })]);
  expect((await SettingsFile.open(dir, log)).values).toEqual({
    ...defaults,
    keptLogsMegabytes: 83,
    leaveRunning: true,
    logsInMemory: true,
  });
});

test('a change that cannot be written is not in force, and keeps no other from being written', async () => {
  const settings = await SettingsFile.open(dir, log);
  // A folder in its place: a file cannot be renamed over it.
  await mkdir(path.join(dir, 'settings.json'));
  await expect(settings.change({ leaveRunning: true })).rejects.toThrow();
  expect(settings.values).toEqual(defaults);
  await rm(path.join(dir, 'settings.json'), { recursive: true });
  await settings.change({ keepsRemovedLogs: false });
  expect((await SettingsFile.open(dir, log)).values).toEqual({ ...defaults, keepsRemovedLogs: false });
});
