import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { debugImage } from '../commands/terminals.ts';
import type { Terminal, TerminalTarget } from '../contract/terminals.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';
import { exec, expectNoDebugContainer, TerminalView } from '../test/terminal-rig.ts';

const size = { columns: 80, rows: 24 };

let first: RealDaemon;
let second: RealDaemon;

beforeAll(async () => {
  [first, second] = await Promise.all([startRealDaemon(), startRealDaemon()]);
}, 180_000);

afterAll(async () => {
  await first?.[Symbol.asyncDispose]();
  await second?.[Symbol.asyncDispose]();
}, 60_000);

async function runContainer(): Promise<string> {
  const container = await first.docker('run', '--detach', '--init', testImage, 'sleep', '1000');
  onTestFinished(async () => {
    await first.dockerCli(['rm', '--force', container]);
  });
  return container;
}

/** Opens a terminal on the first engine, waits for its answer, and opens the second engine. */
async function openAndTurn(service: ServiceClient, target: TerminalTarget) {
  const { client } = service;
  const { id } = await client.terminals.open({ target, size });
  const view = await TerminalView.take(client, id);
  await view.type('echo READY=$((6 * 7))\n');
  await view.readUntil(/READY=42/);
  await service.on(second.socketPath);
  return { id, view };
}

async function endingOf({ client }: ServiceClient, id: string): Promise<Terminal['ending']> {
  let seen = await client.terminals.changes({ epoch: '', seq: 0 });
  for (;;) {
    const found = seen.terminals.find((terminal) => terminal.id === id);
    if (found === undefined || found.ending !== null) return found?.ending ?? null;
    seen = await client.terminals.changes(seen, { signal: AbortSignal.timeout(20_000) });
  }
}

const debugContainers = (daemon: RealDaemon): Promise<string> =>
  daemon.docker('ps', '--all', '--quiet', '--filter', `ancestor=${debugImage}`);

test('a terminal stays on its engine while another one is used, and reports how its program ended there', async () => {
  await using service = await startServiceClient(first.socketPath);
  const { id, view } = await openAndTurn(service, exec(await runContainer()));
  await view.resize({ columns: 133, rows: 44 });
  await view.type('stty size; exit 7\n');
  expect(await view.readToEnd()).toContain('44 133');
  expect(await endingOf(service, id)).toEqual({ kind: 'exited', code: 7 });
});

test.each<TerminalTarget['kind']>(['machine', 'debug', 'exec'])(
  'closing the %s terminal of one of two engines leaves nothing of it there',
  async (kind) => {
    const container = await runContainer();
    await using service = await startServiceClient(first.socketPath);
    const target =
      kind === 'exec' ? exec(container) : kind === 'machine' ? { kind } : { kind: 'debug' as const, container };
    const { id } = await openAndTurn(service, target);
    await service.client.terminals.close({ terminal: id });
    await expectNoDebugContainer(first);
    expect(await first.docker('top', container, '-o', 'pid,args')).not.toContain('/bin/sh');
  },
);

test('the end of the service ends what runs on one of two engines', async () => {
  const service = await startServiceClient(first.socketPath);
  try {
    await openAndTurn(service, { kind: 'machine' });
  } finally {
    await service[Symbol.asyncDispose]();
  }
  await expectNoDebugContainer(first);
});

test('closing a shell while its engine does not answer ends it once the engine is back', async () => {
  await using service = await startServiceClient(first.socketPath);
  const { id } = await openAndTurn(service, { kind: 'debug', container: await runContainer() });
  await first.kill();
  await service.client.terminals.close({ terminal: id });
  await first.restart();
  await expectNoDebugContainer(first);
});

/** Leaves a privileged shell of a killed service; returns the paths of the next service. */
async function leaveBehind() {
  const service = await startServiceClient(first.socketPath);
  const { id } = await service.client.terminals.open({ target: { kind: 'machine' }, size });
  const dir = await mkdtemp(path.join(os.tmpdir(), 'bs-'));
  const runDir = path.join(dir, 'run');
  const [journal = ''] = await readdir(path.join(service.paths.runDir, 'terminals'));
  // As if its service had this pid, which no process has: the kernel's own limit is 2^22.
  await cp(path.join(service.paths.runDir, 'terminals', journal), path.join(runDir, 'terminals/99999999-1.json'));
  onTestFinished(async () => {
    await service.client.terminals.close({ terminal: id });
    await service[Symbol.asyncDispose]();
    await rm(dir, { recursive: true, force: true });
  });
  return { ...service.paths, dataDir: path.join(dir, 'data'), runDir };
}

test('the service after one that was killed ends its shell on its engine, though it begins with another', async () => {
  const paths = await leaveBehind();
  const next = await startServiceClient(second.socketPath, paths);
  onTestFinished(() => next[Symbol.asyncDispose]());
  await expectNoDebugContainer(first);
});

test('the next service keeps what was left in its own journal until the engine of it answers', async () => {
  const paths = await leaveBehind();
  const folder = path.join(paths.runDir, 'terminals');
  const [left] = JSON.parse(await readFile(path.join(folder, '99999999-1.json'), 'utf8')) as unknown[];
  expect(left).toMatchObject({ kind: 'debug', engine: { address: { path: first.socketPath } } });
  await first.kill();
  const next = await startServiceClient(second.socketPath, paths);
  onTestFinished(() => next[Symbol.asyncDispose]());
  const journals = async (): Promise<unknown[]> =>
    Promise.all(
      (await readdir(folder))
        .filter((name) => name.endsWith('.json'))
        .map(async (name) => JSON.parse(await readFile(path.join(folder, name), 'utf8')) as unknown),
    );
  await expect.poll(() => readdir(folder)).not.toContain('99999999-1.json');
  expect(await journals()).toEqual([[left]]);
  await first.restart();
  await expect.poll(() => debugContainers(first), { timeout: 20_000 }).toBe('');
  await expect.poll(journals).toEqual([[]]);
});
