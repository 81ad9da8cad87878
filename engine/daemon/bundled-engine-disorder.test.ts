import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findLeftovers } from '../test/real-daemon.ts';
import { toEnginePaths } from '../platform/paths.ts';
import type { EnginePaths } from '../platform/paths.ts';
import { runProgram, startTimeOf } from '../platform/process.ts';
import { BundledEngine } from './bundled-engine.ts';
import { findOwnBridge } from './native/bridge.ts';
import { toEngineLayout } from './native/engine-layout.ts';
import { findContainerd, findDockerd, signalIfRunning } from './native/engine-processes.ts';
import { answersPing } from './native/ping.ts';

// Each test starts an engine two or three times.
vi.setConfig({ testTimeout: 90_000 });

const { signal: never } = new AbortController();

describe('an engine that finds things in disorder', () => {
  let dir = '';
  let paths: EnginePaths;
  let engine: BundledEngine;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'be-'));
    paths = {
      dataDir: path.join(dir, 'data'),
      cacheDir: toEnginePaths(process.env).cacheDir,
      runDir: path.join(dir, 'run'),
    };
    engine = new BundledEngine({ ...paths, log: pino({ level: 'silent' }) });
    await mkdir(paths.runDir, { recursive: true });
  });
  afterEach(async () => {
    await engine.stop();
    await rm(dir, { recursive: true });
  });

  test('starts over pid files, locks, users and sockets of the dead', async () => {
    const layout = toEngineLayout(paths.dataDir, paths.runDir);
    await writeFile(layout.pidFile, `${process.pid}`);
    await writeFile(layout.lockFile, JSON.stringify({ pid: 1, startTime: '99999999999', id: 'x' }));
    await writeFile(layout.containerdSocketPath, 'not a socket');
    await mkdir(layout.usersDir);
    await writeFile(path.join(layout.usersDir, `${process.pid}-old`), `${startTimeOf(process.pid)}0`);
    await mkdir(path.dirname(layout.configFile), { recursive: true });
    await writeFile(layout.configFile, '{"live-restore": ');
    await writeFile(path.join(path.dirname(layout.logFile), 'usual-ms.json'), '[');
    // A socket that nobody listens on any more.
    const server = net.createServer().listen(layout.socketPath);
    await new Promise((resolve) => server.once('listening', resolve));
    await runProgram(['ln', layout.socketPath, `${layout.socketPath}.kept`]);
    await new Promise((resolve) => server.close(resolve));
    await runProgram(['mv', `${layout.socketPath}.kept`, layout.socketPath]);

    await engine.start(never);
    expect(await answersPing(engine.socketPath)).toBe(true);
    expect(await readFile(`${layout.configFile}.broken`, 'utf8')).toBe('{"live-restore": ');
    await engine.settled();
    await engine.stop();
    expect(findDockerd(layout)).toBeNull();
  });

  test('says what dockerd said when it ends at once, and starts when that is put right', async () => {
    const layout = toEngineLayout(paths.dataDir, paths.runDir);
    await mkdir(path.dirname(layout.configFile), { recursive: true });
    await writeFile(layout.configFile, JSON.stringify({ 'no-such-setting': true }));
    await expect(engine.start(never)).rejects.toMatchObject({
      reason: 'daemon-exited',
      detail: expect.stringContaining('no-such-setting'),
    });
    expect(engine.steps.find(({ state }) => state === 'failed')?.id).toBe('api');
    await writeFile(layout.configFile, JSON.stringify({ 'max-concurrent-downloads': 2 }));
    await engine.start(never);
    expect(JSON.parse(await readFile(layout.configFile, 'utf8'))).toEqual({
      'max-concurrent-downloads': 2,
      'live-restore': true,
    });
  });

  test('can be cancelled while it comes up', async () => {
    const abort = new AbortController();
    engine.onSteps(() => {
      if (engine.steps.find(({ id }) => id === 'api')?.state === 'active') abort.abort();
    });
    await expect(engine.start(abort.signal)).rejects.toMatchObject({ reason: 'cancelled' });
    await engine.stop();
    expect(await findLeftovers(toEngineLayout(paths.dataDir, paths.runDir), dir)).toEqual([]);
  });

  test('starts another dockerd when the one it finds is about to end', async () => {
    const layout = toEngineLayout(paths.dataDir, paths.runDir);
    await engine.start(never);
    await engine.settled();
    const first = findDockerd(layout);
    if (first === null) throw new Error('No dockerd');
    signalIfRunning(first, 'SIGTERM');
    await engine.start(never);
    expect(findDockerd(layout)?.pid).not.toBe(first.pid);
    expect(await answersPing(engine.socketPath)).toBe(true);
  });

  test('does not share its data with an engine of another run folder', async () => {
    await engine.start(never);
    const rival = new BundledEngine({ ...paths, runDir: path.join(dir, 'other'), log: pino({ level: 'silent' }) });
    await expect(rival.start(never)).rejects.toMatchObject({ reason: 'folder-in-use' });
    const layout = toEngineLayout(paths.dataDir, paths.runDir);
    const before = [findDockerd(layout), findContainerd(layout)];
    await rival.stop();
    expect([findDockerd(layout), findContainerd(layout)]).toEqual(before);
    expect(await findOwnBridge(layout.owner)).not.toBeNull();
    expect(await answersPing(engine.socketPath)).toBe(true);
  });

  test('loads the welcome image once, and it is a page that stops at once', async () => {
    await engine.start(never);
    await engine.settled();
    const docker = async (...argv: string[]): Promise<string> =>
      (await runProgram([engine.cliPath ?? '', '-H', `unix://${engine.socketPath}`, ...argv], { timeoutMs: 30_000 }))
        .stdout;
    expect(await docker('images', '--format', '{{.Repository}}:{{.Tag}}')).toBe('berth/welcome:latest\n');
    await docker('run', '-d', '--name', 'welcome', '-P', 'berth/welcome');
    const port = (await docker('port', 'welcome', '8080/tcp')).split('\n')[0]?.split(':').pop();
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${port}/`).catch(() => null))?.text(), { timeout: 5_000 })
      .toContain('Your container is running');
    const { stdout, stderr } = await runProgram([
      engine.cliPath ?? '',
      '-H',
      `unix://${engine.socketPath}`,
      'logs',
      'welcome',
    ]);
    expect(stdout).toContain('port 8080');
    expect(stderr).toContain('response:200');
    await docker('stop', 'welcome');
    // It ended by SIGTERM: had it been killed at the end of its time, this were 137.
    expect(await docker('inspect', '-f', '{{.State.ExitCode}}', 'welcome')).toBe('0\n');
    await docker('rm', 'welcome');
    await docker('rmi', 'berth/welcome');
    await engine.stop();
    await engine.start(never);
    await engine.settled();
    expect(await docker('images', '-q')).toBe('');
  });
});
