import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { readJsonFile } from './json-file.ts';

const schema = z.object({ colour: z.string().catch('red') });

let dir: string;
let file: string;
let said: string[];
const log = pino({ level: 'warn' }, { write: (line) => said.push(line) });

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'berth-json-'));
  file = path.join(dir, 'settings.json');
  said = [];
  onTestFinished(() => rm(dir, { recursive: true }));
});

test('a file that is not there says nothing, and one that is there what is in it', async () => {
  expect(await readJsonFile(file, schema, log)).toBeNull();
  await writeFile(file, '{"colour": "blue"}');
  expect(await readJsonFile(file, schema, log)).toEqual({ colour: 'blue' });
  await writeFile(file, '{"colour": 7}');
  expect(await readJsonFile(file, schema, log)).toEqual({ colour: 'red' });
  expect(said).toEqual([]);
  expect(await readdir(dir)).toEqual(['settings.json']);
});

test.each(['{"colour": "bl', '', '\0\0\0', '[1]', 'null'])('%j is set aside, and the log says so', async (text) => {
  await writeFile(`${file}.broken`, 'an older one');
  await writeFile(file, text);
  expect(await readJsonFile(file, schema, log)).toBeNull();
  expect(await readdir(dir)).toEqual(['settings.json.broken']);
  expect(await readFile(`${file}.broken`, 'utf8')).toBe(text);
  expect(said).toHaveLength(1);
  expect(JSON.parse(said[0] ?? '')).toMatchObject({ level: 40, file, keptAs: `${file}.broken` });
});
