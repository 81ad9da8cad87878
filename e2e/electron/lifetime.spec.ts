import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { toLaunch } from './electron-app.ts';
import { expect, test } from './test.ts';

test('comes back with its state when the engine service is killed', async ({ berth, engine }) => {
  const { app } = berth;
  await engine.docker('run', '--detach', '--name', 'before', engine.image, 'sleep', '1000');
  await app.containers.row('before').waitFor();
  await app.containers.filter('before');

  const first = berth.service();
  expect(first).toBeDefined();
  process.kill(first?.pid ?? 0, 'SIGKILL');
  await expect(app.containers.row('before')).toBeVisible();
  await expect.poll(() => berth.service()?.pid).not.toBe(first?.pid);
  await engine.docker('rename', 'before', 'before-and-after');
  await expect(app.containers.row('before-and-after')).toBeVisible();
  await expect(berth.page.getByLabel('Filter', { exact: true })).toHaveValue('before');
});

test('is started again with pauses when it keeps dying', async ({ berth }) => {
  for (let deaths = 0; deaths < 3; deaths++) {
    await expect.poll(() => berth.service()?.pid ?? 0).toBeGreaterThan(0);
    process.kill(berth.service()?.pid ?? 0, 'SIGKILL');
    await sleep(50);
  }
  await expect.poll(() => berth.service()?.pid ?? 0).toBeGreaterThan(0);
  await expect(berth.app.engineCard).toContainText('running');
});

test('loads the page again when its process is killed', async ({ berth, engine }) => {
  await engine.docker('run', '--detach', '--name', 'survivor', engine.image, 'sleep', '1000');
  await berth.app.containers.row('survivor').waitFor();
  const first = berth.renderer()?.pid ?? 0;
  process.kill(first, 'SIGKILL');
  await expect.poll(() => berth.renderer()?.pid ?? first).not.toBe(first);
  // Playwright gives a page up when it crashes; the shell does not.
  const readText = () =>
    berth.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents()[0]?.executeJavaScript('document.body.innerText'),
    );
  await expect.poll(readText).toContain('survivor');
});

test('shows the first window when it is started a second time', async ({
  berth,
  runtime,
  folder,
  display,
  engineSocket,
}) => {
  await berth.electron.evaluate(({ app, BrowserWindow }) => {
    const marks = globalThis as unknown as { starts: number; focused: number };
    marks.starts = 0;
    marks.focused = 0;
    app.on('second-instance', () => marks.starts++);
    const [window] = BrowserWindow.getAllWindows();
    window?.hide();
    const focus = window?.focus.bind(window);
    if (window !== undefined && focus !== undefined) {
      window.focus = () => {
        marks.focused++;
        focus();
      };
    }
  });
  const { args, env } = toLaunch({ electron: runtime, folder, hostEngine: engineSocket, env: display.env });
  const second = spawn(runtime.path, args, { env, stdio: 'ignore' });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  const seen = await berth.electron.evaluate(({ BrowserWindow }) => ({
    ...(globalThis as unknown as { starts: number; focused: number }),
    windows: BrowserWindow.getAllWindows().map((window) => window.isVisible()),
  }));
  expect(seen).toMatchObject({ starts: 1, focused: 1, windows: [true] });
});

test('remembers where its window was', async ({ launch, engineSocket }) => {
  const bounds = { x: 120, y: 80, width: 1111, height: 666 };
  const first = await launch({ hostEngine: engineSocket });
  await first.electron.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
    bounds,
  );
  await first.quit();
  const second = await launch({ hostEngine: engineSocket });
  const seen = await second.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(seen).toEqual(bounds);
});

test('runs the service inside the main process when told to', async ({ launch, engine, engineSocket }) => {
  const berth = await launch({ hostEngine: engineSocket, args: ['--engine-in-main'] });
  await engine.docker('run', '--detach', '--name', 'inside', engine.image, 'sleep', '1000');
  await expect(berth.app.containers.row('inside')).toBeVisible();
  expect(berth.service()).toBeUndefined();
});
