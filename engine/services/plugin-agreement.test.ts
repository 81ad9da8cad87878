import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DockerCommand } from '../commands/command.ts';
import { disablePluginCommands, enablePluginCommands, listPluginsCommand } from '../commands/plugins.ts';
import type { Plugin } from '../contract/plugins.ts';
import { buildRegistryImage } from '../daemon/registry-image.ts';
import { connectToDocker } from '../docker/connect.ts';
import { loadImageArchive } from '../docker/debug-container.ts';
import { runProgram } from '../platform/process.ts';
import { atSocket } from '../test/at-socket.ts';
import { lineEngineOf, openOtherShell, type OtherShell, otherShellContext } from '../test/other-shell.ts';
import { type RealDaemon, startRealDaemon } from '../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';

const never = new AbortController().signal;
const image = 'berth-test/plugin-root:1';

let dir: string;
let daemon: RealDaemon;
let shell: OtherShell;
let service: ServiceClient;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'bp-'));
  daemon = await startRealDaemon();
  shell = await openOtherShell(daemon, true);
  service = await startServiceClient(otherShellContext, null, { env: shell.env });
  await unpackRoot();
}, 120_000);

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await shell?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

/** The files of a plugin: a registry, because that can listen at a unix socket, which is all that a plugin without types has to do. */
async function unpackRoot(): Promise<void> {
  using connection = await connectToDocker(atSocket(daemon.socketPath), never);
  const archive = await buildRegistryImage(service.paths.cacheDir, image, 'test', never);
  await loadImageArchive(connection, archive, never);
  const container = await daemon.docker('create', image);
  const tar = path.join(dir, 'root.tar');
  await daemon.docker('export', '--output', tar, container);
  await daemon.docker('rm', container);
  await mkdir(path.join(dir, 'plugin/rootfs'), { recursive: true });
  await runProgram(['tar', '-C', path.join(dir, 'plugin/rootfs'), '-xf', tar]);
}

/** Makes a plugin that listens, or one that ends at once. */
async function createPlugin(name: string, entrypoint: readonly string[]): Promise<void> {
  const env = Object.entries({ REGISTRY_HTTP_NET: 'unix', REGISTRY_HTTP_ADDR: '/run/docker/plugins/test.sock' });
  await writeFile(
    path.join(dir, 'plugin/config.json'),
    JSON.stringify({
      description: 'A plugin of a test',
      entrypoint,
      env: env.map(([key, value]) => ({ name: key, value })),
      interface: { types: [], socket: 'test.sock' },
      network: { type: 'none' },
      linux: {},
    }),
  );
  // moby (26.1) refuses a second plugin of the very same files.
  await writeFile(path.join(dir, 'plugin/rootfs/name'), name);
  await daemon.docker('plugin', 'create', name, path.join(dir, 'plugin'));
}

async function rows(): Promise<Plugin[]> {
  return (await service.client.plugins.changes({ epoch: '', seq: 0, freshness: 'loading' })).upserts;
}

/** In a shell whose plain `docker` reaches another engine. */
async function runLines(commands: readonly DockerCommand[]): Promise<string> {
  let printed = '';
  for (const command of commands) {
    const { stdout, stderr, code } = await shell.run(command, await lineEngineOf(service));
    if (code !== 0) throw new Error(stderr);
    printed += stdout;
  }
  return printed;
}

const stateOf = async (name: string) => (await rows()).find((row) => row.name === name)?.isEnabled;
const dockerSays = (name: string) => daemon.docker('plugin', 'inspect', '--format', '{{.Enabled}}', name);

test('plugins are listed live, and a verb and its line do the same', async () => {
  expect(await rows()).toEqual([]);
  const registry = ['/bin/registry', 'serve', '/etc/docker/registry/config.yml'];
  await createPlugin('berth-test/one:1', registry);
  await createPlugin('berth-test/two:1', registry);
  await expect.poll(async () => (await rows()).length).toBe(2);
  const [one] = (await rows()).filter(({ name }) => name === 'berth-test/one:1');
  expect(one).toMatchObject({ description: 'A plugin of a test', isEnabled: false, types: [] });
  expect(await runLines([listPluginsCommand()])).toContain('berth-test/one:1');

  await service.client.plugins.enable({ id: one?.id ?? '' });
  await runLines(enablePluginCommands(['berth-test/two:1']));
  for (const name of ['berth-test/one:1', 'berth-test/two:1']) {
    expect(await dockerSays(name)).toBe('true');
    await expect.poll(() => stateOf(name)).toBe(true);
  }

  await service.client.plugins.disable({ id: one?.id ?? '', force: false });
  await runLines(disablePluginCommands(['berth-test/two:1'], { force: true }));
  for (const name of ['berth-test/one:1', 'berth-test/two:1']) {
    expect(await dockerSays(name)).toBe('false');
    await expect.poll(() => stateOf(name)).toBe(false);
  }
  await daemon.docker('plugin', 'rm', 'berth-test/one:1', 'berth-test/two:1');
  await expect.poll(rows).toEqual([]);
});

test('what the daemon refuses comes with its words', async () => {
  await createPlugin('berth-test/ends:1', ['/bin/no-such-program']);
  await expect.poll(async () => (await rows()).length).toBe(1);
  const [row] = await rows();
  await expect(service.client.plugins.enable({ id: row?.id ?? '' })).rejects.toMatchObject({
    data: { detail: expect.stringMatching(/no-such-program|no such file/) },
  });
  await expect(service.client.plugins.disable({ id: 'f'.repeat(64), force: false })).rejects.toMatchObject({
    code: 'not-found',
  });
  await daemon.docker('plugin', 'rm', 'berth-test/ends:1');
});
