import { expect, test } from '../fixtures/test.ts';

test('every verb is reached with the keyboard alone', async ({ app, engine, page }) => {
  const { containers, palette } = app;
  const says = ['sh', '-c', 'echo said; sleep 1d'];
  await engine.docker('create', '--network', 'none', '--stop-timeout', '0', '--name', 'keyed', engine.image, ...says);
  await expect(containers.row('keyed')).toContainText('Created');

  const choose = async (query: string, option: RegExp): Promise<void> => {
    await palette.open();
    await palette.type(query);
    await palette.choose(option);
  };
  await choose('start keyed', /Start keyed/);
  await expect(containers.row('keyed')).toContainText('Running');
  await choose('restart keyed', /Restart keyed/);
  await expect(containers.row('keyed')).toContainText('Running');
  await choose('stop keyed', /Stop keyed/);
  await expect(containers.row('keyed')).toContainText('Stopped');
  await choose('inspect keyed', /Inspect keyed/);
  await expect(app.container.inspectPanel).toContainText('"Id"');
  await choose('logs keyed', /logs of keyed/i);
  await expect(app.container.log).toBeVisible();
  for (const section of ['Images', 'Volumes', 'Networks', 'Containers'] as const) {
    await choose(section, new RegExp(section));
    await expect(app.heading).toContainText(section);
  }
  await choose('remove keyed', /Remove keyed/);
  await expect(containers.confirmation).toBeVisible();
  // Dialogs that destroy begin on Cancel.
  await page.keyboard.press('Escape');
  await expect(containers.confirmation).toBeHidden();
  await choose('remove keyed', /Remove keyed/);
  await page.keyboard.press('Tab');
  await containers.pressInConfirmation('Remove');
  await expect(containers.confirmation).toBeHidden();
  await expect(containers.row('keyed')).toHaveCount(0);

  await choose('run a container', /Run a container/);
  await expect(app.runDialog.dialog).toBeVisible();
  await app.closeDialogs();
  await expect(app.runDialog.dialog).toBeHidden();
});

test('what is typed before the palette has the focus is its query, and no verb of the row behind it', async ({
  app,
  engine,
  page,
}) => {
  await engine.runIdle('behind');
  await app.containers.row('behind').focus();
  const startedAt = await engine.docker('inspect', '--format', '{{.State.StartedAt}}', 'behind');
  // In one go inside the page, so that no key can wait for the focus to move.
  await page.evaluate(() => {
    const press = (key: string, ctrlKey = false): void => {
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }));
    };
    press('k', true);
    for (const key of 'rs') press(key);
  });
  await expect(page.getByRole('combobox')).toHaveValue('rs');
  await page.keyboard.press('Escape');
  await expect(app.containers.row('behind')).toContainText('Running');
  expect(await engine.docker('inspect', '--format', '{{.State.StartedAt}}', 'behind')).toBe(startedAt);
});

test('Enter that comes before the palette has the focus chooses all the same', async ({ app, page }) => {
  await app.palette.open();
  await app.palette.type('Volumes');
  await expect(app.palette.options).toHaveCount(1);
  await page.evaluate(() => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  });
  await expect(app.heading).toContainText('Volumes');
});

test('the palette closes without a trace, and says when nothing matches', async ({ app, page }) => {
  await app.palette.open();
  await app.palette.type('zzzzqqqq');
  await expect(app.palette.options).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(app.palette.dialog).toBeHidden();
});
