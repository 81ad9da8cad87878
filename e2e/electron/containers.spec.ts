import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './test.ts';

const results = path.join(import.meta.dirname, '../results/electron');

test('lists what the engine has, and runs, stops and removes a container', async ({ berth, engine }) => {
  const { app } = berth;
  await engine.docker('run', '--detach', '--name', 'first', '--stop-signal', 'KILL', engine.image, 'sleep', '1000');
  await expect(app.containers.row('first')).toContainText('Running');

  await app.containers.runButton.click();
  await app.runDialog.enter({ image: engine.image, name: 'second' });
  await app.runDialog.run();
  await expect(app.containers.row('second')).toBeVisible();
  expect(await engine.docker('ps', '--all', '--format', '{{.Names}}')).toContain('second');

  await app.containers.act('first', 'Stop');
  await expect(app.containers.row('first')).toContainText(/Exited|Stopped/);
  expect(await engine.docker('inspect', '--format', '{{.State.Running}}', 'first')).toBe('false');

  await app.containers.select('first');
  await app.containers.actOnSelected('Remove');
  await app.containers.confirm('Remove');
  await expect(app.containers.row('first')).toBeHidden();
  // The engine tells that it is gone a moment before its list does.
  await expect.poll(() => engine.docker('ps', '--all', '--format', '{{.Names}}')).not.toContain('first');
});

test('follows a log', async ({ berth, engine }) => {
  const { app } = berth;
  const loop = 'i=0; while true; do i=$((i+1)); echo line $i; sleep 0.1; done';
  await engine.docker('run', '--detach', '--name', 'talker', engine.image, 'sh', '-c', loop);
  await app.containers.openPage('talker');
  await expect(app.container.log).toContainText('line 1');
  await expect(app.container.log).toContainText('line 20', { timeout: 10_000 });
});

test('finds a verb in the palette by keyboard', async ({ berth, engine }) => {
  const { app } = berth;
  await engine.docker('run', '--detach', '--name', 'target', engine.image, 'sleep', '1000');
  await app.containers.row('target').waitFor();
  await app.palette.open();
  await app.palette.type('target');
  await expect(app.palette.options.first()).toBeVisible();
  await berth.page.keyboard.press('Escape');
  await expect(app.palette.dialog).toBeHidden();
});

test('is light or dark as the system is', async ({ berth, engine }) => {
  const { app, page, electron } = berth;
  await engine.docker('run', '--detach', '--name', 'picture', engine.image, 'sleep', '1000');
  await app.containers.row('picture').waitFor();
  await mkdir(results, { recursive: true });
  const backgrounds: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await electron.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source;
    }, theme);
    await expect
      .poll(async () => await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
      .toBe(theme === 'dark');
    const readBackground = async () => await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await expect.poll(readBackground).not.toBe(backgrounds.at(-1));
    backgrounds.push(await readBackground());
    await page.screenshot({ path: path.join(results, `containers-${theme}.png`), animations: 'disabled' });
  }
});
