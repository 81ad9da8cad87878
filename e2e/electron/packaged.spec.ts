import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { toLaunch } from './electron-app.ts';
import { readFuses } from './fuses.ts';
import { canOpenKeyring, openKeyring } from './keyring.ts';
import type { TestElectron } from './runtime/test-electron.ts';
import { test as base, expect } from './test.ts';
import { xdotool } from './xdotool.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');

/** Packages the app as it ships, with the fuses that this Electron has; answers its program. */
async function packageApp(electron: Exclude<TestElectron, { reason: string }>, folder: string): Promise<string> {
  const output = path.join(folder, 'packaged');
  const builder = path.join(root, 'node_modules/.bin/electron-builder');
  // What an app is packaged into has no default app, and electron-builder stumbles over the tests' one, which is a folder.
  const electronDist = path.join(folder, 'electron');
  await cp(path.dirname(electron.path), electronDist, { recursive: true });
  await rm(path.join(electronDist, 'resources/default_app.asar'), { recursive: true, force: true });

  const shipped = await readShippedConfig();
  // electron-builder fails for a fuse after the end of the wire: an older Electron has fewer.
  const present = await readFuses(electron.path);
  const electronFuses = Object.fromEntries(Object.entries(shipped.electronFuses).filter(([name]) => name in present));
  const config = path.join(folder, 'electron-builder.json');
  await writeFile(
    config,
    JSON.stringify({
      ...shipped,
      electronFuses,
      electronDist,
      electronVersion: electron.version,
      directories: { app: electron.appDir, output },
    }),
  );
  await run(builder, ['--linux', 'dir', '--publish', 'never', '--config', config], { cwd: root });
  return path.join(output, 'linux-unpacked', 'berth');
}

async function readShippedConfig(): Promise<{ readonly electronFuses: Readonly<Record<string, boolean>> }> {
  return JSON.parse(await readFile(path.join(root, 'electron/packaging/electron-builder.json'), 'utf8'));
}

const test = base.extend<object, { packaged: string | null }>({
  /** The packaged program, made once for all tests of this file; null without an Electron. */
  packaged: [
    async ({ found }, use) => {
      await using folder = await makePrivateFolder();
      await use('reason' in found ? null : await packageApp(found, folder.path));
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

/** Starts the packaged program without a driver; a signal ends it after `timeoutMs`. */
function startPackaged(
  program: string | null,
  { args, env }: ReturnType<typeof toLaunch>,
  { appDir, timeoutMs = 20_000 }: { readonly appDir: string; readonly timeoutMs?: number },
) {
  const own = args.filter((arg) => arg !== appDir);
  const child = spawn(program ?? '', own, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
  return { child, exited: once(child, 'exit'), said: text(child.stdout), complained: text(child.stderr) };
}

test('the packaged app lists containers and does what is typed', async ({
  packaged,
  runtime,
  display,
  folder,
  engine,
  engineSocket,
}) => {
  await access(path.join(path.dirname(packaged ?? ''), 'resources/app.asar'));
  await engine.runIdle('seen-packaged');
  const launch = toLaunch({ electron: runtime, folder, hostEngine: engineSocket, env: display.env });
  const { child, exited } = startPackaged(packaged, launch, { ...runtime, timeoutMs: 50_000 });
  try {
    // By its keys, because a packaged Berth opens itself to no driver.
    const isRunning = () => engine.docker('inspect', '--format', '{{.State.Running}}', 'seen-packaged');
    await expect(async () => {
      await xdotool(display.env, 'search', '--onlyvisible', '--name', '^Berth$', 'windowfocus');
      await xdotool(display.env, 'key', 'Escape', 'ctrl+k');
      await xdotool(display.env, 'type', 'stop seen-packaged');
      await xdotool(display.env, 'key', 'Return');
      await expect.poll(isRunning, { timeout: 3_000 }).toBe('false');
    }).toPass({ timeout: 40_000 });
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
});

test('the packaged program has its fuses as they are configured', async ({ packaged, runtime }) => {
  const before = await readFuses(runtime.path);
  const after = await readFuses(packaged ?? '');
  expect(before.runAsNode).toBe(true);
  expect(after).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    // Electron 29 brought it.
    ...('grantFileProtocolExtraPrivileges' in before ? { grantFileProtocolExtraPrivileges: false } : {}),
  });
  expect((await readShippedConfig()).electronFuses['grantFileProtocolExtraPrivileges']).toBe(false);
});

test('the packaged app does not start with a switch for debugging', async ({ packaged, runtime, display, folder }) => {
  for (const name of ['--engine-in-main', '--remote-debugging-port=0', '--remote-debugging-pipe', '--inspect=0']) {
    const launch = toLaunch({ electron: runtime, folder, env: display.env, args: [name] });
    const { exited, said, complained } = startPackaged(packaged, launch, runtime);
    expect(await exited).toEqual([64, null]);
    const [sentence = ''] = name.split('=');
    expect(await complained).toBe(`Berth does not start with ${sentence}, because that switch is for debugging.\n`);
    expect(await said).toBe('');
  }
});

test('the packaged program runs no script as Node would', async ({ packaged, runtime, display, folder }) => {
  const script = path.join(folder, 'script.cjs');
  await writeFile(script, "require('node:fs').writeSync(1, 'ran');");
  const asNode = { ...display.env, ELECTRON_RUN_AS_NODE: '1' };
  const launch = toLaunch({ electron: runtime, folder, env: asNode, args: ['--engine-in-main'] });
  const { exited, said } = startPackaged(packaged, { ...launch, args: [script, ...launch.args] }, runtime);
  // It is the app, which refuses the switch.
  expect(await exited).toEqual([64, null]);
  expect(await said).toBe('');
});

test('the packaged program keeps secrets in the system’s keychain', async ({ packaged, runtime, display, folder }) => {
  test.skip(!canOpenKeyring(), 'No gnome-keyring on this machine');
  await using keyring = await openKeyring(folder);
  const call = async (action: string, input: string) => {
    const launch = toLaunch({ electron: runtime, folder, env: { ...display.env, ...keyring.env } });
    const args = [...launch.args.filter((arg) => arg !== runtime.appDir), '--credential-helper', action];
    const child = spawn(packaged ?? '', args, { env: launch.env, stdio: ['pipe', 'pipe', 'ignore'], timeout: 20_000 });
    child.stdin.end(input);
    const [answer, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    return { answer, code };
  };
  const secret = { ServerURL: 'registry.example', Username: 'mira', Secret: 'kept by the packaged app' };
  expect(await call('store', JSON.stringify(secret))).toEqual({ answer: '', code: 0 });
  const { answer, code } = await call('get', secret.ServerURL);
  expect([JSON.parse(answer), code]).toEqual([secret, 0]);
});
