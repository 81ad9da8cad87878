import { startTestEngine, type TestEngine } from '../fixtures/engine.ts';
import { runProgram } from '../../engine/platform/process.ts';
import { BerthService, dockerConfigFolder } from '../fixtures/service.ts';
import { expect, test as base } from '../fixtures/test.ts';
import { EngineSwitcher } from '../screens/engine-switcher.ts';

/** Two engines: the worker's, and one that is the docker context `second`. */
const test = base.extend<{ switcher: EngineSwitcher }, { second: TestEngine }>({
  second: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await using engine = await startTestEngine();
      await use(engine);
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  service: async ({ folder, engineSocket, second }, use) => {
    await second.clean();
    const host = `host=unix://${second.socketPath}`;
    await runProgram([second.dockerProgram, 'context', 'create', 'second', '--docker', host], {
      env: { DOCKER_CONFIG: dockerConfigFolder(folder) },
    });
    await using service = await BerthService.start({ folder, hostEngine: engineSocket });
    await use(service);
  },
  switcher: async ({ page }, use) => {
    await use(new EngineSwitcher(page));
  },
});

test('two engines have containers of one name, and each verb acts on the engine of its row', async ({
  app,
  engine,
  second,
  switcher,
  page,
}) => {
  const { containers } = app;
  await Promise.all([engine.runIdle('web'), second.runIdle('web'), second.runIdle('only-second')]);
  await expect(containers.row('web')).toContainText('Running');
  await switcher.open();
  await expect(switcher.row('second').getByRole('img', { name: /running/i })).toBeVisible();
  await page.keyboard.press('Escape');
  await switcher.turnTo('second');
  await expect(switcher.card).toHaveAccessibleName(/^Engine: second/);
  await expect(containers.row('only-second')).toContainText('Running');
  await containers.act('web', 'Stop');
  await expect(containers.row('web')).toContainText('Stopped');
  expect(await second.docker('inspect', '--format', '{{.State.Status}}', 'web')).toBe('exited');
  expect(await engine.docker('inspect', '--format', '{{.State.Status}}', 'web')).toBe('running');
  await page.mouse.move(0, 0);
  await expect(app.commandBar.line).toHaveText('docker --context second stop web');
  // The address names the engine, and the service keeps it for the next page.
  await page.reload();
  await expect(containers.row('only-second')).toContainText('Running');
  expect(page.url()).toContain('#/e/context%3Asecond/containers');
  await page.evaluate(() => {
    window.location.hash = '';
  });
  await expect(switcher.card).toHaveAccessibleName(/^Engine: second/);
});

test('both lists are live: turning back shows what happened meanwhile', async ({ app, engine, second, switcher }) => {
  const { containers } = app;
  await Promise.all([engine.runIdle('first-one'), second.runIdle('second-one')]);
  await expect(containers.row('first-one')).toContainText('Running');
  const name = /^Engine: (.+?),/.exec((await switcher.card.getAttribute('aria-label')) ?? '')?.[1] ?? '';
  await switcher.turnTo('second');
  await expect(containers.row('second-one')).toContainText('Running');
  await expect(containers.row('first-one')).toHaveCount(0);
  await engine.docker('stop', '--time', '0', 'first-one');
  await switcher.turnTo(name);
  await expect(containers.row('first-one')).toContainText(/Stopped|Killed|Exited/);
});

test('a shell of one engine goes on while another is shown, is named by its engine, and opens again there', async ({
  app,
  engine,
  second,
  switcher,
}) => {
  const { containers, terminal } = app;
  await Promise.all([engine.runIdle('shelled'), second.runIdle('other')]);
  await containers.openPage('shelled');
  await app.container.show('Terminal');
  await expect.poll(() => terminal.text()).toContain('/ #');
  await terminal.run('echo first-$((6 * 7)); hostname > /tmp/was-here');
  await expect.poll(() => terminal.text()).toContain('first-42');
  await switcher.turnTo('second');
  await expect(containers.row('other')).toBeVisible();
  await app.go('Terminals');
  await expect(terminal.sessions).toHaveText([/shelled on /]);
  await expect.poll(() => terminal.text()).toContain('first-42');
  await terminal.input.focus();
  await terminal.run('exit');
  await expect(terminal.status).toContainText(/ended/i);
  await app.page.getByRole('button', { name: 'Open again' }).click();
  await terminal.run('cat /tmp/was-here');
  // The file is there: it is a shell of the same container, on the first engine.
  await expect.poll(() => terminal.text()).toMatch(/was-here\n[0-9a-f]{12}/);
});

test('an engine that is lost leaves the others alone', async ({ app, engine, second, switcher }) => {
  app.problems.tolerate(/ERR_CONNECTION|WebSocket/);
  const { containers } = app;
  await Promise.all([engine.runIdle('stays'), second.runIdle('lost', '--restart', 'always')]);
  await expect(containers.row('stays')).toContainText('Running');
  await second.kill();
  try {
    await switcher.open();
    await expect(switcher.row('second').getByRole('img', { name: /answer/i })).toBeVisible({ timeout: 20_000 });
    await app.page.keyboard.press('Escape');
    await containers.act('stays', 'Stop');
    await expect(containers.row('stays')).toContainText('Stopped');
    await switcher.turnTo('second');
    await expect(containers.row('lost')).toBeVisible();
  } finally {
    await second.restart();
  }
  await expect(switcher.card).toHaveAccessibleName(/running/i, { timeout: 30_000 });
});
