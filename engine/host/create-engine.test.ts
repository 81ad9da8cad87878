import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BundledEngine } from '../daemon/bundled-engine.ts';
import { toEngineLayout } from '../daemon/native/engine-layout.ts';
import { findContainerd, findDockerd } from '../daemon/native/engine-processes.ts';
import { type EnginePaths, toEnginePaths } from '../platform/paths.ts';
import { runProgram } from '../platform/process.ts';
import { startCrowd } from '../test/crowd.ts';
import { FaultProxy } from '../test/fault-proxy.ts';
import { findLeftovers } from '../test/real-daemon.ts';
import { startServiceClient } from '../test/service-client.ts';
import { createEngine } from './create-engine.ts';

let dir: string;
let paths: EnginePaths;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'bh-'));
  paths = {
    dataDir: path.join(dir, 'data'),
    cacheDir: toEnginePaths(process.env).cacheDir,
    runDir: path.join(dir, 'run'),
  };
});

afterEach(async () => {
  // Where a test has failed, the engine may still be there.
  await new BundledEngine({ ...paths, log: pino({ level: 'silent' }) }).stopLeftBehind();
  await rm(dir, { recursive: true, force: true });
});

test('a service that cannot be made leaves nothing behind: nobody follows the engine', async () => {
  await using crowd = await startCrowd({
    socketPath: path.join(dir, 'crowd.sock'),
    containers: 3,
    images: 1,
    volumes: 0,
    networks: 0,
  });
  await using proxy = await FaultProxy.start(path.join(dir, 'proxy.sock'), crowd.socketPath);
  // A file that is read after the link to the engine is there; a folder in its place cannot be read.
  const inTheWay = path.join(paths.dataDir, 'terminal-choices.json');
  await mkdir(inTheWay, { recursive: true });
  const options = { paths, log: pino({ level: 'silent' }), env: { HOME: dir }, hostEngine: proxy.socketPath };
  await expect(createEngine(options)).rejects.toThrow('EISDIR');
  await rm(inTheWay, { recursive: true });
  // By the time that a second service follows the engine, one that was left behind follows it too.
  await using _ = await startServiceClient(proxy.socketPath, paths);
  expect(proxy.openRequests().filter((request) => request === 'GET /events')).toHaveLength(1);
});

test('the engine is stopped although another part of the service fails to end, and the failure is logged', async () => {
  const layout = toEngineLayout(paths.dataDir, paths.runDir);
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line) => lines.push(line) });
  const service = await startServiceClient(null, paths, { log });
  expect(findDockerd(layout)).not.toBeNull();
  // A mount in the folder of logs: the folder cannot be removed.
  const logs = path.join(paths.dataDir, 'logs', String(process.pid));
  await mkdir(logs, { recursive: true });
  await runProgram(['mount', '-t', 'tmpfs', 'none', logs]);
  try {
    await expect(service[Symbol.asyncDispose]()).rejects.toThrow('Device or resource busy');
  } finally {
    await runProgram(['umount', logs]);
  }
  expect([findDockerd(layout), findContainerd(layout)]).toEqual([null, null]);
  expect(await findLeftovers(layout, dir)).toEqual([]);
  expect(lines.join('')).toContain('"part":"log thread"');
});
