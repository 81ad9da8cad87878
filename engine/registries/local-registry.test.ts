import { once } from 'node:events';
import net from 'node:net';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type DockerCommand, plainEngine, toArgv } from '../commands/command.ts';
import { localRegistry, localRegistryCommand } from '../commands/registries.ts';
import { buildRegistryImage } from '../daemon/registry-image.ts';
import { connectToDocker, type DockerConnection } from '../docker/connect.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { LocalRegistry } from './local-registry.ts';
import { RegistryClient } from './registry-client.ts';
import { atSocket } from '../test/at-socket.ts';

const { signal } = new AbortController();
const { name, image, label } = localRegistry;
const argvOf = (command: DockerCommand) => toArgv({ ...command, engine: plainEngine });

let daemon: RealDaemon;
let docker: DockerConnection;

beforeAll(async () => {
  daemon = await startRealDaemon();
  docker = await connectToDocker(atSocket(daemon.socketPath), signal);
});

afterAll(async () => {
  docker?.[Symbol.dispose]();
  await daemon?.[Symbol.asyncDispose]();
});

afterEach(async () => {
  await daemon.dockerCli(['rm', '--force', name]);
  await daemon.dockerCli(['volume', 'rm', localRegistry.volume]);
});

function open(connection = docker): LocalRegistry {
  return new LocalRegistry({
    connected: () => connection,
    names: localRegistry,
    build: (within) => buildRegistryImage(daemon.paths.cacheDir, image, label, within),
  });
}

const client = new RegistryClient({
  credentials: { find: async () => null },
  trust: { reach: async () => ({ certificate: null, isInsecure: false }) },
  log: pino({ level: 'silent' }),
});

const inspect = async (format: string): Promise<string> =>
  daemon.docker('inspect', '--type', 'container', '--format', format, name);

test('one call starts it; images go there and come back; it is the container that its docker line makes', async () => {
  const { containerId, address } = await open().start(signal);
  expect(address).toMatch(/^localhost:50\d\d$/);
  expect(containerId).toBe(await inspect('{{.Id}}'));
  const pushed = `${address}/team/tools:1`;
  await daemon.docker('tag', testImage, pushed);
  await daemon.docker('push', pushed);
  await daemon.docker('rmi', pushed);
  await daemon.docker('pull', pushed);
  expect(await client.repositories(address, '', signal)).toEqual({ names: ['team/tools'], next: null });
  expect(await client.tags(address, 'team/tools', '', signal)).toEqual({ names: ['1'], next: null });

  const observe = async () => {
    const record = JSON.parse(await inspect('{{json .}}')) as {
      Config: Record<string, unknown>;
      HostConfig: Record<string, unknown>;
      Mounts: { Name?: string; Destination: string; RW: boolean }[];
      State: { Status: string };
    };
    const { Hostname: _, AttachStdout: _out, AttachStderr: _err, ...config } = record.Config;
    // The CLI sends the size of its terminal, and 'bridge' where the API's default is 'default': the same network.
    const { ConsoleSize: _size, NetworkMode: _mode, ...host } = record.HostConfig;
    const mounts = record.Mounts.map(({ Name, Destination, RW }) => [Name, Destination, RW]);
    return { config, host, mounts, status: record.State.Status };
  };
  const byBerth = await observe();
  await daemon.docker('rm', '--force', name);
  await daemon.docker(...argvOf(localRegistryCommand('created', address.split(':')[1])));
  const byHand = await observe();
  expect(byBerth).toEqual(byHand);
  // What was pushed is in the volume; and one that a person started is Berth's too.
  expect(await open().start(signal)).toEqual({ containerId: await inspect('{{.Id}}'), address, how: 'started' });
  expect(await client.tags(address, 'team/tools', '', signal)).toMatchObject({ names: ['1'] });
});

test('called twice at once, and by two Berths at once, there is one', async () => {
  const first = open();
  using other = await connectToDocker(atSocket(daemon.socketPath), signal);
  const all = await Promise.all([first.start(signal), first.start(signal), open(other).start(signal)]);
  expect(new Set(all.map(({ containerId }) => containerId)).size).toBe(1);
  const rows = await daemon.docker('ps', '--all', '--quiet', '--filter', `label=${label}`);
  expect(rows.split('\n')).toHaveLength(1);
});

test('one whose container has just been started is waited for, and nothing else is', async () => {
  const registry = open();
  const { address } = await registry.start(signal);
  for (let round = 0; round < 5; round++) {
    await daemon.docker('restart', '--time', '0', name);
    await registry.untilAnswering(address, signal);
    expect(await client.repositories(address, '', signal)).toEqual({ names: [], next: null });
  }
  // It waits for five seconds where it waits.
  const noWait = async (asked: string) => {
    const before = performance.now();
    await registry.untilAnswering(asked, signal);
    return performance.now() - before < 4_900;
  };
  await daemon.docker('pause', name);
  expect(await noWait(address)).toBe(true);
  expect(await noWait('localhost:1')).toBe(true);
  expect(await noWait('registry.example.com')).toBe(true);
  await daemon.docker('rm', '--force', name);
  expect(await noWait(address)).toBe(true);
});

test('one that is stopped, paused or left by an engine that was killed comes back with its images', async () => {
  const registry = open();
  const started = await registry.start(signal);
  await daemon.docker('tag', testImage, `${started.address}/kept:1`);
  await daemon.docker('push', `${started.address}/kept:1`);
  expect(started.how).toBe('created');
  const status = () => inspect('{{.State.Status}}');
  await daemon.docker('pause', name);
  await daemon.docker(...argvOf(localRegistryCommand('unpaused')));
  expect(await status()).toBe('running');
  await daemon.docker('pause', name);
  expect(await registry.start(signal)).toEqual({ ...started, how: 'unpaused' });
  expect(await status()).toBe('running');
  await daemon.docker('stop', name);
  expect(await inspect('{{.State.ExitCode}}')).toBe('0');
  await daemon.docker(...argvOf(localRegistryCommand('started')));
  expect(await status()).toBe('running');
  await daemon.docker('stop', name);
  expect(await registry.start(signal)).toEqual({ ...started, how: 'started' });
  expect(await status()).toBe('running');
  await daemon.docker('rm', '--force', name);
  const again = await registry.start(signal);
  expect(await client.tags(again.address, 'kept', '', signal)).toMatchObject({ names: ['1'] });

  await daemon.engine.stop();
  await daemon.restart();
  using connection = await connectToDocker(atSocket(daemon.socketPath), signal);
  expect(await open(connection).start(signal)).toEqual({ ...again, how: 'started' });
  expect(await client.tags(again.address, 'kept', '', signal)).toMatchObject({ names: ['1'] });
});

test('a port that somebody else has is left to them, also where the registry had it before', async () => {
  const registry = open();
  const { address } = await registry.start(signal);
  const port = Number(address.split(':')[1]);
  await daemon.docker('tag', testImage, `${address}/kept:1`);
  await daemon.docker('push', `${address}/kept:1`);
  await daemon.docker('stop', name);
  const squatter = net.createServer().listen(port, '127.0.0.1');
  await once(squatter, 'listening');
  try {
    const moved = await registry.start(signal);
    expect(Number(moved.address.split(':')[1])).toBeGreaterThan(port);
    expect(await client.tags(moved.address, 'kept', '', signal)).toMatchObject({ names: ['1'] });
    expect(await inspect('{{.Id}}')).toBe(moved.containerId);
  } finally {
    squatter.close();
  }
});

test('a container of another kind with that name is not touched', async () => {
  await daemon.docker('run', '--detach', '--name', name, testImage, 'sleep', '600');
  const id = await inspect('{{.Id}}');
  await expect(open().start(signal)).rejects.toMatchObject({
    code: 'conflict',
    reason: 'name-taken',
    params: { name },
  });
  expect(await inspect('{{.Id}} {{.State.Running}}')).toBe(`${id} true`);
});

test.each([20, 100, 200, 300, 400])(
  'a call cancelled after %i ms leaves no container that does not run',
  async (afterMs) => {
    const cancel = new AbortController();
    const pending = open().start(cancel.signal);
    setTimeout(() => cancel.abort(), afterMs);
    await pending.catch(() => undefined);
    const states = await daemon.docker('ps', '--all', '--format', '{{.State}}', '--filter', `name=${name}`);
    expect(['', 'running']).toContain(states);
  },
);

test('the same program gives the same image', async () => {
  const [first, second] = await Promise.all(
    [1, 2].map(() => buildRegistryImage(daemon.paths.cacheDir, image, label, signal)),
  );
  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
  const sizeBytes = Number(await daemon.docker('image', 'inspect', '--format', '{{.Size}}', image));
  expect(sizeBytes).toBeLessThan(30_000_000);
});
