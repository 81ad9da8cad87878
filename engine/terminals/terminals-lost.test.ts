import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Terminal } from '../contract/terminals.ts';
import { connectToDocker } from '../docker/connect.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { startServiceClient, untilEngine } from '../test/service-client.ts';
import { expectNoDebugContainer, TerminalView } from '../test/terminal-rig.ts';
import { TerminalProcesses, toTerminalProcess } from './processes.ts';
import { atSocket } from '../test/at-socket.ts';

let daemon: RealDaemon;

beforeAll(async () => {
  daemon = await startRealDaemon();
}, 120_000);

afterAll(async () => {
  await daemon[Symbol.asyncDispose]();
}, 60_000);

async function programsIn(container: string): Promise<string[]> {
  const { stdout } = await daemon.dockerCli(['exec', container, 'ps', '-o', 'args']);
  return stdout
    .split('\n')
    .filter((args) => args.startsWith('sleep 6'))
    .sort();
}

async function runContainer(): Promise<string> {
  const { stdout } = await daemon.dockerCli(['run', '--detach', '--init', testImage, 'sleep', '1000']);
  return stdout.trim();
}

test('an engine that is killed ends its terminals, and their programs with them', async () => {
  await using service = await startServiceClient(daemon.socketPath);
  const { client } = service;
  const container = await runContainer();
  const target = {
    kind: 'exec' as const,
    container,
    command: ['sh', '-c', 'sleep 601 & sleep 602'],
    user: '',
    workingDir: '',
    privileged: false,
  };
  const { id } = await client.terminals.open({ target, size: { columns: 80, rows: 24 } });
  await expect.poll(() => programsIn(container)).toEqual(['sleep 601', 'sleep 602']);
  await daemon.kill();
  const endingOf = async (): Promise<Terminal['ending'] | undefined> => {
    const { terminals } = await client.terminals.changes({ epoch: '', seq: 0 });
    return terminals.find((terminal) => terminal.id === id)?.ending;
  };
  await expect.poll(endingOf, { timeout: 10_000 }).toEqual({ kind: 'engine-lost' });
  await daemon.restart();
  expect(await programsIn(container)).toEqual([]);
});

test('a debug shell tells too that its engine was lost, and its container goes once the engine is back', async () => {
  await using service = await startServiceClient(daemon.socketPath);
  const { client } = service;
  const target = { kind: 'debug' as const, container: await runContainer() };
  const { id } = await client.terminals.open({ target, size: { columns: 80, rows: 24 } });
  await daemon.kill();
  const endingOf = async (): Promise<Terminal['ending'] | undefined> => {
    const { terminals } = await client.terminals.changes({ epoch: '', seq: 0 });
    return terminals.find((terminal) => terminal.id === id)?.ending;
  };
  await expect.poll(endingOf, { timeout: 10_000 }).toEqual({ kind: 'engine-lost' });
  const engine = `socket:${daemon.socketPath}`;
  await untilEngine(client, engine, ({ state }) => state === 'lost');
  await daemon.restart();
  await untilEngine(client, engine, ({ state }) => state === 'running');
  await client.terminals.close({ terminal: id });
  await expectNoDebugContainer(daemon);
});

test('a service that was killed leaves a debug shell to the next, which tells it before its container goes', async () => {
  await using service = await startServiceClient(daemon.socketPath);
  const { client, paths } = service;
  const container = await runContainer();
  const target = { kind: 'debug' as const, container };
  const { id } = await client.terminals.open({ target, size: { columns: 80, rows: 24 } });
  const view = await TerminalView.take(client, id);
  const untilTold = 'trap "echo told > /target/tmp/hangup; exit" HUP; echo SET=$((6 * 7)); while :; do sleep 0.1; done';
  await view.type(`sh -c '${untilTold}'\n`);
  await view.readUntil(/SET=42/);
  const dir = await mkdtemp(path.join(os.tmpdir(), 'bs-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const [journal = ''] = await readdir(path.join(paths.runDir, 'terminals'));
  // As if its service had this pid, which no process has: the kernel's own limit is 2^22.
  await cp(path.join(paths.runDir, 'terminals', journal), path.join(dir, 'run/terminals/99999999-1.json'));
  const next = await startServiceClient(daemon.socketPath, {
    ...paths,
    dataDir: path.join(dir, 'data'),
    runDir: path.join(dir, 'run'),
  });
  onTestFinished(() => next[Symbol.asyncDispose]());
  await view.readToEnd();
  expect((await daemon.dockerCli(['exec', container, 'cat', '/tmp/hangup'])).stdout).toBe('told\n');
  await expectNoDebugContainer(daemon);
});

test('where processes are out of reach, a program inside the container ends them', async () => {
  const container = await runContainer();
  const started = await daemon.dockerCli([
    'exec',
    '--detach',
    '--env',
    'BERTH_TERMINAL=marked',
    container,
    'sh',
    '-c',
    'trap "" HUP; sleep 603 & sleep 604',
  ]);
  expect(started.code).toBe(0);
  await daemon.dockerCli(['exec', '--detach', '--env', 'BERTH_TERMINAL=other', container, 'sleep', '605']);
  await expect.poll(() => programsIn(container)).toHaveLength(3);
  using connection = await connectToDocker(atSocket(daemon.socketPath), AbortSignal.timeout(5_000));
  await new TerminalProcesses().end(toTerminalProcess('marked', container, null), connection);
  expect(await programsIn(container)).toEqual(['sleep 605']);
});

test('it too lets what a shell runs tidy up, which the engine kills once the shell has gone', async () => {
  const untilTold = 'trap "sleep 0.2; echo told; exit" HUP; echo ready; while :; do sleep 0.1; done';
  const shares = ['--pid', 'host', '--env', 'BERTH_TERMINAL=marked'];
  const container = await daemon.docker('run', '--detach', ...shares, testImage, 'sh', '-c', `sh -c '${untilTold}'; :`);
  await expect.poll(() => daemon.docker('logs', container)).toBe('ready');
  using connection = await connectToDocker(atSocket(daemon.socketPath), AbortSignal.timeout(5_000));
  await new TerminalProcesses().end(toTerminalProcess('marked', container, null), connection);
  expect(await daemon.docker('logs', container)).toBe('ready\ntold');
  expect(await daemon.docker('inspect', '--format', '{{.State.Running}}', container)).toBe('false');
});

test('one program inside a container ends what many terminals run there', async () => {
  const container = await runContainer();
  const markers = Array.from({ length: 20 }, (_, index) => `many-${index}`);
  const start = (marker: string) =>
    daemon.docker(
      'exec',
      '--detach',
      '--env',
      `BERTH_TERMINAL=${marker}`,
      container,
      'sh',
      '-c',
      'sleep 606 & sleep 607',
    );
  await Promise.all([...markers, 'many-20'].map(start));
  await expect.poll(() => programsIn(container)).toHaveLength(2 * markers.length + 2);
  using connection = await connectToDocker(atSocket(daemon.socketPath), AbortSignal.timeout(5_000));
  const processes = new TerminalProcesses();
  const sinceMs = Date.now();
  await Promise.all(markers.map((marker) => processes.end(toTerminalProcess(marker, container, null), connection)));
  const period = ['--since', String(sinceMs / 1000), '--until', String(Date.now() / 1000)];
  const made = await daemon.docker('events', ...period, '--filter', 'event=exec_create', '--format', '{{.Action}}');
  expect(made.match(/^exec_create/gm)).toHaveLength(1);
  expect(await programsIn(container)).toEqual(['sleep 606', 'sleep 607']);
});
