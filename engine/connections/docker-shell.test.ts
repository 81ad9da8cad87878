import { access, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ShellReach } from '../contract/engines.ts';
import { toBundleFiles } from '../daemon/bundle/bundle-files.ts';
import { readEngineBundle } from '../daemon/engine-bundle.ts';
import { toEnginePaths } from '../platform/paths.ts';
import { runProgram } from '../platform/process.ts';
import { ownContextName, toContextFile } from './context-file.ts';
import { DockerShell } from './docker-shell.ts';

let home: string;
let env: Record<string, string>;
let opened: DisposableStack;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bds-'));
  env = { HOME: home };
  opened = new DisposableStack();
});

afterEach(async () => {
  opened.dispose();
  await rm(home, { recursive: true, force: true });
});

const ownSocket = () => path.join(home, 'run/docker.sock');
const configFile = () => path.join(home, '.docker/config.json');
const own = (): ShellReach => ({ kind: 'host', endpoint: `unix://${ownSocket()}` });
const byName: ShellReach = { kind: 'context', name: 'berth' };
const plain: ShellReach = { kind: 'default' };

async function open(environment: NodeJS.ProcessEnv = env): Promise<DockerShell> {
  const bundled = { kind: 'unix', path: ownSocket() } as const;
  return opened.use(await DockerShell.open({ env: environment, bundled, log: pino({ level: 'silent' }) }));
}

/** The docker CLI of the bundle, with the same settings. */
async function docker(...argv: readonly string[]): Promise<string> {
  const bundle = await readEngineBundle(toEnginePaths(process.env).cacheDir);
  if (bundle === null) throw new Error('The bundle is not there.');
  const { stdout } = await runProgram([toBundleFiles(bundle).cli, ...argv], { env: { ...env, PATH: '/usr/bin' } });
  return stdout.trim();
}

const createContext = (name: string, socketPath: string) =>
  docker('context', 'create', name, '--docker', `host=unix://${socketPath}`);

describe('how a shell reaches an engine', () => {
  test('without any settings the usual socket is what a plain docker reaches', async () => {
    const shell = await open();
    expect(shell.reachOf('socket:/var/run/docker.sock')).toEqual(plain);
    expect(shell.reachOf('socket:/x.sock')).toEqual({ kind: 'host', endpoint: 'unix:///x.sock' });
    expect(shell.reachOf('context:gone')).toEqual({ kind: 'context', name: 'gone' });
    expect(shell.reachOf('bundled')).toEqual(own());
  });

  test('DOCKER_HOST wins over DOCKER_CONTEXT, and that over the current context', async () => {
    await createContext('one', '/a.sock');
    await createContext('two', '/b.sock');
    await docker('context', 'use', 'one');
    const reached = async (more: Record<string, string>) => {
      const shell = await open({ ...env, ...more });
      return ['context:one', 'context:two', 'socket:/c.sock'].filter((id) => shell.reachOf(id).kind === 'default');
    };
    expect(await reached({})).toEqual(['context:one']);
    expect(await reached({ DOCKER_CONTEXT: 'two' })).toEqual(['context:two']);
    expect(await reached({ DOCKER_CONTEXT: 'two', DOCKER_HOST: 'unix:///c.sock' })).toEqual(['socket:/c.sock']);
    expect(await reached({ DOCKER_CONTEXT: 'default' })).toEqual([]);
    expect(await reached({ DOCKER_HOST: 'tcp://10.0.0.1:2376' })).toEqual([]);
  });

  test('one socket is one engine, by whichever path', async () => {
    await writeFile(path.join(home, 'real.sock'), '');
    await symlink(path.join(home, 'real.sock'), path.join(home, 'link.sock'));
    const shell = await open({ ...env, DOCKER_HOST: `unix://${home}/link.sock` });
    expect(shell.reachOf(`socket:${home}/real.sock`)).toEqual(plain);
  });

  test('a current context that is gone, and a config file that cannot be read', async () => {
    await mkdir(path.dirname(configFile()));
    await writeFile(configFile(), '{"currentContext":"gone"}');
    expect((await open()).reachOf('socket:/var/run/docker.sock').kind).toBe('host');
    await writeFile(configFile(), '{"currentContext":');
    expect((await open()).reachOf('socket:/var/run/docker.sock')).toEqual(plain);
  });

  test('follows docker context use, and the end of the context berth', async () => {
    const shell = await open();
    await shell.registerBundled();
    await createContext('other', '/other.sock');
    expect(shell.reachOf('bundled')).toEqual(byName);
    await docker('context', 'use', 'berth');
    await expect.poll(() => shell.reachOf('bundled')).toEqual(plain);
    await docker('context', 'use', 'other');
    await expect.poll(() => shell.reachOf('bundled')).toEqual(byName);
    expect(shell.reachOf('context:other')).toEqual(plain);
    await docker('context', 'rm', 'berth');
    await expect.poll(() => shell.reachOf('bundled')).toEqual(own());
  });
});

test('follows the address of the current context', async () => {
  await createContext('moving', '/here.sock');
  await docker('context', 'use', 'moving');
  const shell = await open();
  expect(shell.reachOf('socket:/here.sock')).toEqual(plain);
  await docker('context', 'update', 'moving', '--docker', 'host=unix:///there.sock');
  await expect.poll(() => shell.reachOf('socket:/there.sock')).toEqual(plain);
  expect(shell.reachOf('socket:/here.sock')).toEqual({ kind: 'host', endpoint: 'unix:///here.sock' });
});

describe('the context of the bundled engine', () => {
  const contextText = () => readFile(toContextFile(ownContextName, env), 'utf8');

  test('is what docker context create writes, and never becomes the current one', async () => {
    const shell = await open();
    await shell.registerBundled();
    const byBerth = await contextText();
    const list = await docker('context', 'ls', '--format', '{{.Name}} {{.DockerEndpoint}} {{.Current}} {{.Error}}');
    expect(list.split('\n')).toContain(`berth unix://${ownSocket()} false `);
    await docker('context', 'rm', 'berth');
    const { Metadata } = JSON.parse(byBerth) as { Metadata: { Description: string } };
    await docker(
      'context',
      'create',
      'berth',
      '--description',
      Metadata.Description,
      '--docker',
      `host=unix://${ownSocket()}`,
    );
    expect(await contextText()).toBe(byBerth);
    await expect(access(configFile())).rejects.toThrow('ENOENT');
  });

  test('is written once', async () => {
    const shell = await open();
    await shell.registerBundled();
    const file = toContextFile(ownContextName, env);
    const before = await stat(file);
    await shell.registerBundled();
    expect((await stat(file)).ino).toBe(before.ino);
  });

  test('of the user’s own with another host is left alone; lines then name the socket', async () => {
    await createContext('berth', '/elsewhere.sock');
    const before = await contextText();
    const shell = await open();
    await shell.registerBundled();
    expect(await contextText()).toBe(before);
    expect(shell.reachOf('bundled')).toEqual(own());
  });

  test('of another Berth is replaced only when that one’s socket is gone', async () => {
    const other = path.join(home, 'other.sock');
    await writeFile(other, '');
    const bundled = { kind: 'unix', path: other } as const;
    const first = opened.use(await DockerShell.open({ env, bundled, log: pino({ level: 'silent' }) }));
    await first.registerBundled();
    const shell = await open();
    await shell.registerBundled();
    expect(shell.reachOf('bundled')).toEqual(own());
    await rm(other);
    await shell.registerBundled();
    expect(shell.reachOf('bundled')).toEqual(byName);
  });

  test('is not written where the environment names no home', async () => {
    const shell = await open({});
    const before = await readFile(toContextFile(ownContextName, {}), 'utf8').catch(() => null);
    await shell.registerBundled();
    expect(await readFile(toContextFile(ownContextName, {}), 'utf8').catch(() => null)).toBe(before);
  });

  test('is written to the folder that DOCKER_CONFIG names', async () => {
    env = { HOME: home, DOCKER_CONFIG: path.join(home, 'elsewhere') };
    const shell = await open();
    await shell.registerBundled();
    expect(await contextText()).toContain('"Name":"berth"');
    await expect(access(path.join(home, '.docker'))).rejects.toThrow('ENOENT');
  });
});
