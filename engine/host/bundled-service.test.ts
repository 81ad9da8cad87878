import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scriptOn, toArgv } from '../commands/command.ts';
import { listImagesCommand } from '../commands/images.ts';
import type { EngineStatus } from '../contract/engines.ts';
import { toBundleFiles } from '../daemon/bundle/bundle-files.ts';
import { readEngineBundle } from '../daemon/engine-bundle.ts';
import { toEngineLayout } from '../daemon/native/engine-layout.ts';
import { findContainerd, findDockerd, findShims, signalIfRunning } from '../daemon/native/engine-processes.ts';
import { runProgram } from '../platform/process.ts';
import { type ServiceClient, startServiceClient, untilEngine, untilRow } from '../test/service-client.ts';

let service: ServiceClient;
let dockerConfig: string;

beforeAll(async () => {
  dockerConfig = await mkdtemp(path.join(tmpdir(), 'bbs-'));
  service = await startServiceClient(null, null, { env: { DOCKER_CONFIG: dockerConfig } });
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await rm(dockerConfig, { recursive: true, force: true });
});

const layout = () => toEngineLayout(service.paths.dataDir, service.paths.runDir);

function until(claim: (status: EngineStatus) => boolean): Promise<EngineStatus> {
  return untilEngine(service.client, 'bundled', claim);
}

const allContainers = () => service.client.containers.changes({ epoch: '', seq: 0, freshness: 'loading' });

test('a first start shows its steps, and the welcome image can be run at once', async () => {
  const status = await until(({ steps }) => steps.every(({ state }) => state === 'done' || state === 'skipped'));
  expect(status).toMatchObject({ state: 'running', connection: { kind: 'bundled' }, problem: null, missing: [] });
  // A shell reaches it by a context of its own, and the page lists it once.
  const { shell } = await untilRow(service.client, 'bundled', (row) => row.shell.kind === 'context');
  expect(shell).toEqual({ kind: 'context', name: 'berth' });
  await service.client.engines.find();
  const { upserts } = await service.client.engines.changes({ epoch: '', seq: 0, freshness: 'loading' });
  expect(upserts.filter(({ endpoint }) => endpoint === status.connection.endpoint)).toMatchObject([
    { id: 'bundled', found: { answers: true } },
  ]);
  await expect
    .poll(async () =>
      (await service.client.images.changes({ epoch: '', seq: 0, freshness: 'loading' })).upserts.flatMap(
        ({ tags }) => tags,
      ),
    )
    .toContain('berth/welcome:latest');
  const bundle = await readEngineBundle(service.paths.cacheDir);
  if (bundle === null) throw new Error('The bundle is not there.');
  const line = scriptOn({ id: 'bundled', shell }, listImagesCommand());
  const printed = await runProgram([toBundleFiles(bundle).cli, ...line.flatMap(toArgv)], {
    env: { DOCKER_CONFIG: dockerConfig },
  });
  expect(printed.stdout).toContain('berth/welcome');
  const ports = [{ hostPort: null, containerPort: 8080, protocol: 'tcp' as const }];
  const { id } = await service.client.containers.run({ image: 'berth/welcome', name: 'hello-web', ports });
  await expect.poll(async () => (await allContainers()).upserts.find((row) => row.id === id)?.state).toBe('running');
  const hostPort = (await allContainers()).upserts
    .find((row) => row.id === id)
    ?.ports.find((port) => port.hostPort !== null)?.hostPort;
  const page = await fetchWhenUp(`http://127.0.0.1:${hostPort}/`);
  expect(page).toContain('container');
});

test('an engine that is killed is brought back by itself; rows stay in view, and containers run on', async () => {
  const dockerd = findDockerd(layout());
  if (dockerd === null) throw new Error('dockerd does not run');
  const before = (await allContainers()).upserts.map(({ id }) => id);
  signalIfRunning(dockerd, 'SIGKILL');
  const lost = await until(({ state }) => state === 'lost');
  expect(lost.problem).not.toBeNull();
  const stale = await allContainers();
  expect(stale.freshness).toBe('stale');
  expect(stale.upserts.map(({ id }) => id)).toEqual(before);
  await until(({ state }) => state === 'running');
  await expect.poll(async () => (await allContainers()).freshness, { timeout: 10_000 }).toBe('live');
  expect((await allContainers()).upserts.map(({ id, state }) => [id, state])).toEqual(
    before.map((id) => [id, 'running']),
  );
});

test('stopped means stopped until it is started again', async () => {
  await service.client.engines.stop();
  await until(({ state }) => state === 'stopped');
  expect([findDockerd(layout()), findContainerd(layout()), ...findShims(layout())].filter(Boolean)).toEqual([]);
  await sleep(300);
  expect((await until(() => true)).state).toBe('stopped');
  await service.client.engines.start();
  await until(({ state }) => state === 'running');
  await expect
    .poll(async () => (await allContainers()).upserts.map(({ name, state }) => [name, state]), { timeout: 10_000 })
    .toEqual([['hello-web', 'exited']]);
});

/** The program in a container needs a moment after its start. */
async function fetchWhenUp(address: string): Promise<string> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await (await fetch(address)).text();
    } catch (error) {
      if (tries > 50) throw error;
      await sleep(50);
    }
  }
}
