import { execFile } from 'node:child_process';
import { access, cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { _electron } from '@playwright/test';
import { App } from '../screens/app.ts';
import { collectProblems } from '../fixtures/page-problems.ts';
import { toDrivenLaunch } from './electron-app.ts';
import { expect, test } from './test.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');

test('the packaged folder starts and lists containers', async ({ runtime, display, folder, engine, engineSocket }) => {
  test.slow();
  const output = path.join(folder, 'packaged');
  const builder = path.join(root, 'node_modules/.bin/electron-builder');
  // What an app is packaged into has no default app, and electron-builder stumbles over the tests' one, which is a folder.
  const electronDist = path.join(folder, 'electron');
  await cp(path.dirname(runtime.path), electronDist, { recursive: true });
  await rm(path.join(electronDist, 'resources/default_app.asar'), { recursive: true, force: true });
  const settings = {
    electronDist,
    electronVersion: runtime.version,
    // Playwright drives the main process through the inspector, which a packaged Berth does not open.
    'electronFuses.enableNodeCliInspectArguments': true,
    'directories.app': runtime.appDir,
    'directories.output': output,
  };
  const config = path.join(root, 'electron/packaging/electron-builder.json');
  const overrides = Object.entries(settings).map(([key, value]) => `--config.${key}=${value}`);
  await run(builder, ['--linux', 'dir', '--publish', 'never', '--config', config, ...overrides], { cwd: root });

  const executablePath = path.join(output, 'linux-unpacked', 'berth');
  await access(path.join(output, 'linux-unpacked/resources/app.asar'));
  const launch = toDrivenLaunch({ electron: runtime, folder, hostEngine: engineSocket, env: display.env });
  const electron = await _electron.launch({
    executablePath,
    args: launch.args.filter((arg) => arg !== runtime.appDir),
    env: launch.env,
  });
  try {
    expect(await electron.evaluate(({ app }) => [app.isPackaged, app.getName()])).toEqual([true, 'Berth']);
    const page = await electron.firstWindow();
    const { containers } = new App(page, collectProblems(page));
    await engine.docker('run', '--detach', '--name', 'seen-packaged', engine.image, 'sleep', '1000');
    await expect(containers.row('seen-packaged')).toBeVisible();
  } finally {
    await electron.close();
  }
});
