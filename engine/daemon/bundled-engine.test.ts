import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findLeftovers, startRealDaemon, testImage } from '../test/real-daemon.ts';
import type { RealDaemon } from '../test/real-daemon.ts';
import { toEnginePaths } from '../platform/paths.ts';
import type { EnginePaths } from '../platform/paths.ts';
import { runProgram, startTimeOf } from '../platform/process.ts';
import { BundledEngine } from './bundled-engine.ts';
import { toBundleEnvironment, toBundleFiles } from './bundle/bundle-files.ts';
import { findOwnBridge } from './native/bridge.ts';
import { toEngineLayout } from './native/engine-layout.ts';
import {
  findContainerd,
  findDockerd,
  findShims,
  isRunning,
  signalIfRunning,
  waitForEnd,
} from './native/engine-processes.ts';
import { answersPing } from './native/ping.ts';

// Each test starts an engine two or three times.
vi.setConfig({ testTimeout: 90_000 });

const { signal: never } = new AbortController();

/**
 * Runs a container of the test image that answers on a port of this machine; the port. It is outside of the range that engines choose
 * from, so that no other test takes it while its dockerd is dead.
 */
async function serve(daemon: RealDaemon, name: string): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const web = [testImage, 'httpd', '-f', '-p', '8080', '-h', '/etc'];
  // httpd as process 1 ignores SIGTERM.
  const options = ['--stop-timeout=1', '--name', name, '-p', `127.0.0.1:${port}:8080`];
  expect(await daemon.dockerCli(['run', '-d', ...options, ...web])).toMatchObject({ code: 0 });
  await expect.poll(() => readFrom(port).catch(() => ''), { timeout: 10_000 }).toContain('root:');
  return port;
}

async function readFrom(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/passwd`, { signal: AbortSignal.timeout(5_000) })).text();
}

describe('a running engine', () => {
  let daemon: RealDaemon;
  const layoutOf = (): ReturnType<typeof toEngineLayout> => toEngineLayout(daemon.paths.dataDir, daemon.paths.runDir);
  beforeEach(async () => {
    daemon = await startRealDaemon();
  });
  afterEach(async () => {
    await daemon[Symbol.asyncDispose]();
  });

  test('is reached by root alone, and shows how it came up', async () => {
    const { stdout } = await runProgram(['stat', '-c', '%a %U %G', daemon.socketPath]);
    expect(stdout).toBe('600 root root\n');
    expect(daemon.engine.steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'check done',
      'download skipped',
      'unpack skipped',
      'daemon done',
      'api done',
      'welcome skipped',
    ]);
    expect(await daemon.engine.readLog()).toContain('API listen on');
    await daemon.engine.stop();
    await daemon.restart();
    expect(daemon.engine.steps.find(({ id }) => id === 'api')?.usualMs).toBeGreaterThan(0);
  });

  test('killed, its containers run on, and are there again with their ports', async () => {
    const port = await serve(daemon, 'web');
    const before = (await daemon.dockerCli(['inspect', '-f', '{{.State.Pid}} {{.State.StartedAt}}', 'web'])).stdout;
    const problem = new Promise((resolve) => daemon.engine.onExit(resolve));
    await daemon.kill();
    expect(await problem).toMatchObject({ reason: 'daemon-exited' });
    await daemon.restart();
    const after = (await daemon.dockerCli(['inspect', '-f', '{{.State.Pid}} {{.State.StartedAt}}', 'web'])).stdout;
    expect(after).toBe(before);
    expect(await readFrom(port)).toContain('root:');
    expect((await daemon.dockerCli(['exec', 'web', 'echo', 'here'])).stdout).toBe('here\n');
  });

  test('whose containerd is killed has it back, and its containers run on', async () => {
    await serve(daemon, 'web');
    const containerd = findContainerd(layoutOf());
    if (containerd === null) throw new Error('No containerd');
    signalIfRunning(containerd, 'SIGKILL');
    await waitForEnd(containerd, 5_000);
    await expect.poll(() => findContainerd(layoutOf())?.pid, { timeout: 10_000 }).toBeGreaterThan(0);
    await expect
      .poll(async () => (await daemon.dockerCli(['exec', 'web', 'echo', 'here'])).stdout, { timeout: 15_000 })
      .toBe('here\n');
    expect(await daemon.dockerCli(['run', '--rm', testImage, 'true'])).toMatchObject({ code: 0 });
  });

  test('killed for good leaves nothing once it is stopped', async () => {
    await serve(daemon, 'web');
    const { stdout: network } = await daemon.dockerCli(['network', 'create', 'more']);
    await daemon.kill();
    const [shim] = findShims(layoutOf());
    expect(shim).toBeDefined();
    await daemon.engine.stop();
    expect(shim !== undefined && isRunning(shim)).toBe(false);
    expect(await findLeftovers(layoutOf(), path.dirname(daemon.paths.dataDir))).toEqual([]);
    expect(await readdir('/sys/class/net')).not.toContain(`br-${network.slice(0, 12)}`);
    await daemon.restart();
    expect((await daemon.dockerCli(['ps', '-a', '--format', '{{.Names}}'])).stdout).toBe('web\n');
  });

  test('stops its containers when it stops, and takes its rules and bridges along', async () => {
    await serve(daemon, 'web');
    expect(await daemon.dockerCli(['network', 'create', 'more'])).toMatchObject({ code: 0 });
    await serve(daemon, 'another');
    await daemon.dockerCli(['exec', '-d', 'another', 'sleep', '1000']);
    const bundle = daemon.engine.bundle;
    if (bundle === null) throw new Error('No bundle');
    const save = async (): Promise<string> =>
      (await runProgram([toBundleFiles(bundle).iptables, '-S'], { env: toBundleEnvironment(bundle) })).stdout;
    const { stdout: ids } = await daemon.dockerCli(['network', 'ls', '-q', '--filter', 'name=more']);
    const [dockerd] = [findDockerd(layoutOf())];
    const bridge = /--bridge=(\S+?)\0/.exec(await readFile(`/proc/${dockerd?.pid}/cmdline`, 'utf8'))?.[1] ?? '';
    expect(await save()).toContain(`${bridge.toUpperCase()}-USER`);
    await daemon.engine.stop();
    expect(await findLeftovers(layoutOf(), path.dirname(daemon.paths.dataDir))).toEqual([]);
    expect(await readdir(daemon.paths.runDir)).not.toContain('docker.sock');
    expect(await save()).not.toContain(`${bridge.toUpperCase()}-USER`);
    const interfaces = await readdir('/sys/class/net');
    expect(interfaces).not.toContain(`br-${ids.trim().slice(0, 12)}`);
    await daemon.restart();
    const { stdout } = await daemon.dockerCli(['ps', '-a', '--format', '{{.Names}} {{.State}}']);
    expect(stdout.split('\n').sort()).toEqual(['', 'another exited', 'web exited']);
    expect(await daemon.dockerCli(['start', 'web', 'another'])).toMatchObject({ code: 0 });
    expect(await daemon.dockerCli(['run', '--rm', '--network', 'more', testImage, 'true'])).toMatchObject({ code: 0 });
  });

  test('serves several Berths: the last one stops it', async () => {
    const second = new BundledEngine({ ...daemon.paths, log: pino({ level: 'silent' }) });
    const dockerd = findDockerd(layoutOf());
    await second.start(never);
    expect(second.steps.find(({ id }) => id === 'daemon')?.state).toBe('skipped');
    expect(findDockerd(layoutOf())).toEqual(dockerd);
    await daemon.engine.stop();
    expect(await answersPing(daemon.socketPath)).toBe(true);
    await second.stop();
    expect(findDockerd(layoutOf())).toBeNull();
  });

  test('can be left running, and is found again', async () => {
    const port = await serve(daemon, 'web');
    const dockerd = findDockerd(layoutOf());
    await daemon.engine.stop({ leaveRunning: true });
    expect(await readFrom(port)).toContain('root:');
    const next = new BundledEngine({ ...daemon.paths, log: pino({ level: 'silent' }) });
    const problem = new Promise((resolve) => next.onExit(resolve));
    await next.start(never);
    expect(findDockerd(layoutOf())).toEqual(dockerd);
    // One that never started it does not stop it.
    await new BundledEngine({ ...daemon.paths, log: pino({ level: 'silent' }) }).stop();
    expect(await answersPing(daemon.socketPath)).toBe(true);
    // Not its own child, and yet its end is noticed.
    await daemon.kill();
    expect(await problem).toMatchObject({ reason: 'daemon-exited' });
    await next.stop();
  });

  test('side by side with another has its own addresses, chains and containers', async () => {
    await using other = await startRealDaemon();
    const [port, otherPort] = [await serve(daemon, 'web'), await serve(other, 'web')];
    expect(port).not.toBe(otherPort);
    const subnet = ['network', 'inspect', 'bridge', '-f', '{{(index .IPAM.Config 0).Subnet}}'];
    expect((await daemon.dockerCli(subnet)).stdout).not.toBe((await other.dockerCli(subnet)).stdout);
    await other.kill();
    await other.restart();
    expect(await readFrom(port)).toContain('root:');
    expect(await readFrom(otherPort)).toContain('root:');
    expect((await daemon.dockerCli(['ps', '-q'])).stdout.trim().split('\n').length).toBe(1);
  });
});

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
