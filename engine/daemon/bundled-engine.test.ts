import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findLeftovers, startRealDaemon, testImage } from '../test/real-daemon.ts';
import type { RealDaemon } from '../test/real-daemon.ts';
import { runProgram } from '../platform/process.ts';
import { BundledEngine } from './bundled-engine.ts';
import { toBundleEnvironment, toBundleFiles } from './bundle/bundle-files.ts';
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
