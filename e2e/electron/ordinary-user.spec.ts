import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { descendantsOf } from '../../engine/test/leaks.ts';
import { toLaunch } from './electron-app.ts';
import { expect, test } from './test.ts';

/** `nobody` on Debian: a user who is not root, and is there on every machine. */
const user = { uid: 65_534, gid: 65_534 };

test("keeps the page's process in Chromium's sandbox", async ({ runtime, display, folder }) => {
  const isRoot = process.getuid?.() === 0;
  test.skip(process.platform !== 'linux', 'reads /proc');
  // The user may not look into root's home: what runs is copied to where everybody may.
  await chmod(folder, 0o755);
  const runtimeDir = path.join(folder, 'electron');
  const appDir = path.join(folder, 'app');
  const home = path.join(folder, 'home');
  await mkdir(home);
  if (isRoot) await chown(home, user.uid, user.gid);
  await cp(path.dirname(runtime.path), runtimeDir, { recursive: true });
  await chmod(runtimeDir, 0o755);
  for (const name of ['package.json', 'electron', 'engine', 'renderer']) {
    await cp(path.join(runtime.appDir, name), path.join(appDir, name), { recursive: true });
  }

  const launch = toLaunch({ electron: { ...runtime, appDir }, folder: home, env: { ...display.env, HOME: home } });
  const args = launch.args.filter((arg) => arg !== '--no-sandbox');
  const child = spawn(path.join(runtimeDir, path.basename(runtime.path)), args, {
    cwd: home,
    env: launch.env,
    stdio: 'ignore',
    ...(isRoot ? user : {}),
  });
  try {
    const findRenderer = () => descendantsOf(child.pid ?? 0).find(({ command }) => command.includes('--type=renderer'));
    await expect.poll(findRenderer, { timeout: 20_000 }).toBeDefined();
    const readStatus = async () => await readFile(`/proc/${findRenderer()?.pid}/status`, 'utf8').catch(() => '');
    await expect.poll(readStatus).toMatch(/^Seccomp:\s+2$/m);
    expect(await readStatus()).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(await readStatus()).not.toMatch(/^Uid:\s+0\b/m);
  } finally {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
});
