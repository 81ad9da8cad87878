import { expect, test } from '../fixtures/test.ts';

test('a killed engine leaves the list standing, marked; when it is back, all is live again', async ({
  app,
  engine,
}) => {
  const { containers } = app;
  app.problems.tolerate(/ERR_CONNECTION|WebSocket/);
  await engine.runIdle('survivor', '--restart', 'always');
  await engine.docker('create', '--name', 'sleeper', engine.image, 'sleep', '1d');
  await expect(containers.row('survivor')).toContainText('Running');
  await expect(containers.row('sleeper')).toBeVisible();
  await expect(app.engineCard).toHaveAccessibleName(/running/i);

  await engine.kill();
  await expect(app.engineCard).toHaveAccessibleName(/no answer|isn’t answering|not answering|lost|unreachable/i);
  await expect(containers.row('survivor')).toBeVisible();
  await expect(containers.row('sleeper')).toBeVisible();
  await expect(
    app.page.getByText(/The engine isn’t answering\. (This page shows data from|This data may be out of date)/),
  ).toBeVisible();

  await engine.restart();
  await expect(app.engineCard).toHaveAccessibleName(/running/i, { timeout: 30_000 });
  await expect(app.page.getByText(/This page shows data from/)).toBeHidden();
  await expect(containers.row('sleeper')).toContainText('Created');
  await engine.docker('start', 'sleeper');
  await expect(containers.row('sleeper')).toContainText('Running');
});

test('a verb while the engine is away fails in words, and nothing is changed', async ({ app, engine }) => {
  const { containers } = app;
  await engine.docker('create', '--name', 'waiting', engine.image, 'sleep', '1d');
  await expect(containers.row('waiting')).toContainText('Created');
  await engine.kill();
  await expect(app.engineCard).not.toHaveAccessibleName(/running/i);
  await containers.row('waiting').focus();
  await app.page.keyboard.press('s');
  await expect(app.page.getByText('The engine isn’t answering').first()).toBeVisible();
  await engine.restart();
  await expect(app.engineCard).toHaveAccessibleName(/running/i, { timeout: 30_000 });
  await expect(containers.row('waiting')).toContainText('Created');
});
