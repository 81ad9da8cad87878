import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseSettings, SettingsFile } from './engine-settings.ts';

const defaults = {
  leaveRunning: false,
  keepsRemovedLogs: true,
  keptLogsMegabytes: 2048,
  capturedLogMegabytes: 1024,
  capturedLogsMegabytes: 4096,
  logsInMemory: false,
  connectionId: 'bundled',
};

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'berth-settings-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

test.each([[null], ['{"leaveRunning":'], ['[1]'], ['null'], ['{}'], ['']])('%j gives the defaults', (text) => {
  expect(parseSettings(text)).toEqual(defaults);
});

test('what is missing or wrong has its default, each by itself', () => {
  expect(parseSettings('{"leaveRunning":true,"connectionId":7}')).toEqual({ ...defaults, leaveRunning: true });
  expect(
    parseSettings('{"keptLogsMegabytes":7,"capturedLogMegabytes":8,"capturedLogsMegabytes":"9","logsInMemory":true}'),
  ).toEqual({ ...defaults, capturedLogMegabytes: 8, logsInMemory: true });
});

test('a change keeps everything else, and is there the next time', async () => {
  const settings = await SettingsFile.open(dir);
  expect(settings.values).toEqual(defaults);
  await settings.change({ keptLogsMegabytes: 64, leaveRunning: undefined });
  await settings.change({ keepsRemovedLogs: false });
  const changed = { ...defaults, keptLogsMegabytes: 64, keepsRemovedLogs: false };
  expect(settings.values).toEqual(changed);
  expect((await SettingsFile.open(dir)).values).toEqual(changed);
  expect(JSON.parse(await readFile(path.join(dir, 'settings.json'), 'utf8'))).toEqual(changed);
});

test('changes at once are written one after the other: the file has them all', async () => {
  const settings = await SettingsFile.open(dir);
  const sizes = Array.from({ length: 20 }, (_, index) => 64 + index);
  await Promise.all(sizes.map((keptLogsMegabytes) => settings.change({ keptLogsMegabytes })));
  expect((await SettingsFile.open(dir)).values).toEqual({ ...defaults, keptLogsMegabytes: 83 });
});

test('a change that cannot be written is not in force, and keeps no other from being written', async () => {
  const settings = await SettingsFile.open(dir);
  // A folder in its place: a file cannot be renamed over it.
  await mkdir(path.join(dir, 'settings.json'));
  await expect(settings.change({ leaveRunning: true })).rejects.toThrow();
  expect(settings.values).toEqual(defaults);
  await rm(path.join(dir, 'settings.json'), { recursive: true });
  await settings.change({ keepsRemovedLogs: false });
  expect((await SettingsFile.open(dir)).values).toEqual({ ...defaults, keepsRemovedLogs: false });
});
