import { randomInt } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FileFeed } from './file-feed.ts';
import { jsonFileFormat } from '../files/json-file-format.ts';
import { ScratchBytes } from '../index/scratch-bytes.ts';

let dir: string;
let file: string;
let feed: FileFeed | null = null;
let ns = 0;
const scratch = new ScratchBytes();

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'berth-feed-'));
  file = path.join(dir, 'c-json.log');
  writeFileSync(file, '');
  ns = 0;
});

afterEach(async () => {
  await feed?.[Symbol.asyncDispose]();
  feed = null;
  rmSync(dir, { recursive: true, force: true });
});

/** A record as dockerd writes it, each a microsecond after the previous one. */
function record(log: string): string {
  ns += 1000;
  const time = new Date(1_767_225_600_000 + Math.floor(ns / 1e6)).toISOString();
  return `{"log":${JSON.stringify(log)},"stream":"stdout","time":"${time.slice(0, 20)}${String(ns % 1e9).padStart(9, '0')}Z"}\n`;
}

function numbered(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => record(`line ${from + index}\n`)).join('');
}

function open(): FileFeed {
  feed = new FileFeed({
    path: file,
    format: jsonFileFormat,
    onNews: () => undefined,
    scratchDir: path.join(dir, 'scratch'),
    scratch,
  });
  return feed;
}

function texts({ store }: FileFeed): string[] {
  const all: string[] = [];
  store.readLines(store.firstLine, store.endLine, (_line, text) => all.push(text));
  return all;
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !isSo();) {
    if (Date.now() > end) throw new Error('It did not come to be.');
    await sleep(5);
  }
}

function lineNames(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => `line ${from + index}`);
}

test('the tail is read at once, older lines follow, and no line number changes', async () => {
  writeFileSync(file, numbered(0, 30_000));
  const opened = open();
  const { store } = opened;
  expect(store.isWhole).toBe(false);
  expect(store.readLine(-1, 100).text).toBe('line 29999');
  const early = store.firstLine;
  const earlyText = store.readLine(early, 100).text;
  await until(() => store.isWhole);
  expect(store.firstLine).toBe(-30_000);
  expect(store.readLine(early, 100).text).toBe(earlyText);
  expect(texts(opened)).toEqual(lineNames(0, 30_000));
});

test('appended lines are followed, however the writes are split', async () => {
  writeFileSync(file, numbered(0, 10));
  const opened = open();
  const all = numbered(10, 3000);
  for (let at = 0; at < all.length;) {
    const size = randomInt(1, 4000);
    appendFileSync(file, all.slice(at, at + size));
    at += size;
    if (randomInt(20) === 0) await sleep(1);
  }
  await until(() => opened.store.endLine === 2990);
  expect(texts(opened)).toEqual(lineNames(0, 3000));
});

test('rotated and compressed files are read from the newest to the oldest and leave no copies', async () => {
  writeFileSync(`${file}.2.gz`, gzipSync(numbered(0, 5000)));
  writeFileSync(`${file}.1`, numbered(5000, 9000));
  writeFileSync(file, numbered(9000, 10_000));
  const opened = open();
  await until(() => opened.store.isWhole);
  expect(texts(opened)).toEqual(lineNames(0, 10_000));
  expect(await readdir(path.join(dir, 'scratch'))).toEqual([]);
});

test('a log that is rotated while it is followed continues in the new file', async () => {
  writeFileSync(file, numbered(0, 100));
  const opened = open();
  await until(() => opened.store.isWhole);
  for (let turn = 1; turn <= 5; turn += 1) {
    appendFileSync(file, numbered(turn * 100, turn * 100 + 50));
    // As dockerd rotates: it renames the current file to a number and opens a new one.
    renameSync(file, `${file}.${turn}`);
    writeFileSync(file, numbered(turn * 100 + 50, turn * 100 + 100));
    await until(() => opened.store.endLine >= turn * 100);
  }
  expect(texts(opened)).toEqual(lineNames(0, 600));
});

test('rotation while older lines are read neither loses nor repeats lines', async () => {
  writeFileSync(`${file}.1`, numbered(0, 20_000));
  writeFileSync(file, numbered(20_000, 60_000));
  const opened = open();
  expect(opened.store.isWhole).toBe(false);
  writeFileSync(`${file}.2.gz`, gzipSync(readFileSync(`${file}.1`)));
  rmSync(`${file}.1`);
  const present = readFileSync(file);
  renameSync(file, `${file}.1`);
  writeFileSync(`${file}.1.gz`, gzipSync(present));
  rmSync(`${file}.1`);
  writeFileSync(file, numbered(60_000, 60_010));
  await until(() => opened.store.isWhole && opened.store.endLine === 10);
  expect(texts(opened)).toEqual(lineNames(0, 60_010));
});

test('a truncated file starts the log over', async () => {
  writeFileSync(file, numbered(0, 1000));
  const opened = open();
  await until(() => opened.store.isWhole);
  const { store } = opened;
  truncateSync(file, 0);
  appendFileSync(file, numbered(1, 3));
  await until(() => opened.store !== store && opened.store.endLine === 2);
  expect(texts(opened)).toEqual(['line 1', 'line 2']);
});

test('a removed log stays readable while it is open', async () => {
  writeFileSync(file, numbered(0, 1000));
  const opened = open();
  await until(() => opened.store.isWhole);
  rmSync(dir, { recursive: true });
  await until(() => opened.phase === 'ended');
  expect(texts(opened)).toEqual(lineNames(0, 1000));
});

test('a line of 10 MB is one line at any position', async () => {
  const partial = 'x'.repeat(16 * 1024);
  const long = `${record(partial).repeat(640)}${record('end\n')}`;
  writeFileSync(file, `${numbered(0, 10)}${long}${numbered(10, 20)}`);
  const opened = open();
  await until(() => opened.store.isWhole);
  appendFileSync(file, `${long}${numbered(20, 21)}`);
  await until(() => opened.store.endLine === 2);
  expect(opened.store.endLine - opened.store.firstLine).toBe(23);
  const whole = opened.store.readWhole(0);
  expect(whole).toHaveLength(640 * 16 * 1024 + 3);
  expect(opened.store.readLine(0, 100)).toMatchObject({ text: 'x'.repeat(100) });
  expect(opened.store.readLine(0, 100).restBytes).toBeGreaterThan(10_000_000);
  expect(opened.store.readLine(1, 100).text).toBe('line 20');
});

test('a torn record is shown, and the lines after it are intact', async () => {
  writeFileSync(file, `${numbered(0, 2)}\0\0\0\0\n{"log":"cut\n${numbered(2, 4)}`);
  const opened = open();
  await until(() => opened.store.isWhole);
  expect(texts(opened)).toEqual(['line 0', 'line 1', '\0\0\0\0', '{"log":"cut', 'line 2', 'line 3']);
});

test('logs that are opened one after another are read into the same memory', async () => {
  writeFileSync(file, numbered(0, 30_000));
  const allocated = vi.spyOn(Buffer, 'allocUnsafeSlow');
  const read = async () => {
    const opened = open();
    await until(() => opened.store.isWhole);
    expect(texts(opened)).toHaveLength(30_000);
    await opened[Symbol.asyncDispose]();
    feed = null;
  };
  try {
    await read();
    const afterFirst = allocated.mock.calls.length;
    for (let round = 0; round < 5; round += 1) await read();
    expect(allocated.mock.calls.slice(afterFirst)).toEqual([]);
  } finally {
    allocated.mockRestore();
  }
});
