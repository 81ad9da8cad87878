import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { descendantsOf } from '../../engine/test/leaks.ts';
import { makePrivateFolder, type PrivateFolder } from '../fixtures/folders.ts';
import { askForSocket, type ServiceAddress } from '../fixtures/raw-socket.ts';
import { createRpcClient } from '../fixtures/rpc-client.ts';

const startPath = fileURLToPath(new URL('../../electron/launch/start.mjs', import.meta.url));

let folder: PrivateFolder;
let launcher: ChildProcess;
let output = '';

/** `npm run serve` with folders of its own and an engine that is not there; `xdg-open` writes down its arguments. */
async function launch(): Promise<void> {
  folder = await makePrivateFolder();
  const opener = path.join(folder.path, 'xdg-open');
  await writeFile(opener, `#!/bin/sh\necho "$@" > ${path.join(folder.path, 'opened')}\n`);
  await chmod(opener, 0o755);
  output = '';
  launcher = spawn(process.execPath, [startPath, 'serve', '--host-engine', path.join(folder.path, 'none.sock')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DISPLAY: ':none',
      PATH: `${folder.path}:${process.env['PATH']}`,
      BERTH_DATA_DIR: path.join(folder.path, 'data'),
      BERTH_RUN_DIR: path.join(folder.path, 'run'),
      DOCKER_CONFIG: path.join(folder.path, 'docker-config'),
    },
  });
  for (const stream of [launcher.stdout, launcher.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
}

/** The address, once it has been printed so many times. */
async function waitForAddress(times: number): Promise<ServiceAddress & { readonly url: string }> {
  const urls = () => [...output.matchAll(/Berth is ready: (\S+)\n/g)].map(([, url]) => url ?? '');
  await expect.poll(() => urls().length, { timeout: 20_000 }).toBe(times);
  const url = new URL(urls().at(-1) ?? '');
  return { url: url.href, port: Number(url.port), origin: url.origin, token: url.hash.replace('#token=', '') };
}

const findService = () =>
  descendantsOf(launcher.pid ?? 0).find(({ command }) => command.includes('serve.cjs')) ?? { pid: 0, command: '' };

async function answersTo(service: ServiceAddress): Promise<boolean> {
  const answer = await askForSocket(service);
  if (answer.kind !== 'open') return false;
  await createRpcClient(answer.socket, 'bundled').settings.read();
  answer.socket.terminate();
  return true;
}

const isRunning = (pid: number) => descendantsOf(1).some((one) => one.pid === pid);

afterEach(async () => {
  if (launcher.exitCode === null && launcher.signalCode === null) {
    const ended = once(launcher, 'exit');
    launcher.kill('SIGTERM');
    await ended;
  }
  await folder[Symbol.asyncDispose]();
});

test('a service that fails is started again with the same address and token, and says so', async () => {
  await launch();
  const first = await waitForAddress(1);
  for (const [times, signal] of [
    [2, 'SIGSEGV'],
    [3, 'SIGKILL'],
  ] as const) {
    process.kill(findService().pid, signal);
    expect(await waitForAddress(times)).toEqual(first);
    expect(await answersTo(first)).toBe(true);
  }
  expect(output.match(/starts again at the same address/g)).toHaveLength(2);
});

test('the service ends with its launcher, however that ends', async () => {
  await launch();
  await waitForAddress(1);
  const { pid } = findService();
  launcher.kill('SIGKILL');
  await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false);
});

test('the token is in no argument: the browser opens a page that only this user can read', async () => {
  await launch();
  const { url, token } = await waitForAddress(1);
  await expect.poll(() => readFile(path.join(folder.path, 'opened'), 'utf8').catch(() => '')).toContain('file://');
  const opened = (await readFile(path.join(folder.path, 'opened'), 'utf8')).trim();
  const page = fileURLToPath(opened);
  expect(await readFile(page, 'utf8')).toContain(`content="0;url=${url}"`);
  expect((await stat(page)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(page))).mode & 0o777).toBe(0o700);
  const commands = descendantsOf(launcher.pid ?? 0).map(({ command }) => command);
  expect([opened, ...commands].filter((command) => command.includes(token))).toEqual([]);
  launcher.kill('SIGTERM');
  await once(launcher, 'exit');
  await expect(stat(page)).rejects.toThrow('ENOENT');
});
