import { expect, test } from '../fixtures/test.ts';
import { keepSession, openShellFromRow, pickShell, sizeAndSplitShell } from '../journeys/shell.ts';

test('a shell opens from a container’s row, runs what is typed, and says how it ended', async ({ app, engine }) => {
  await openShellFromRow(app, engine);
});

test('a session outlives its view: other pages, a window that is loaded again', async ({ app, engine }) => {
  await keepSession(app, engine);
});

test('letters beside a terminal are no verbs', async ({ app, engine, page }) => {
  await engine.runIdle('spared');
  await app.containers.openPage('spared');
  await app.container.show('Terminal');
  await expect.poll(() => app.terminal.text()).toContain('/ #');
  await page.getByRole('tab', { name: /^Terminal/ }).focus();
  const since = String(Date.now() / 1000);
  for (const letter of 'srp') await page.keyboard.press(letter);
  await app.container.show('Inspect');
  await page.keyboard.press('r');
  // A verb that a letter before had begun would have come to the engine before this one.
  const verbs = ['--filter', 'container=spared', '--filter', 'event=stop', '--filter', 'event=restart'];
  const told = () => {
    const times = ['--since', since, '--until', String(Date.now() / 1000)];
    return engine.docker('events', ...times, '--format', '{{.Action}}', ...verbs);
  };
  await expect.poll(told).toBe('stop\nrestart');
});

test('the program is told of the size, and halves of it', async ({ app, engine }) => {
  await sizeAndSplitShell(app, engine);
});

test('the picker opens another user’s shell in a folder', async ({ app, engine }) => {
  await pickShell(app, engine);
});

test('find goes through what was printed', async ({ app, engine, page }) => {
  await engine.runIdle('found');
  await app.containers.openPage('found');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect(terminal.input).toBeFocused();
  await terminal.run('seq 1000 1999');
  await expect.poll(() => terminal.lines()).toContain('1999');
  await terminal.use('Find');
  await page.keyboard.type('1234');
  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible();
  await expect.poll(() => terminal.lines()).toContain('1234');
  await page.keyboard.press('Escape');
  await expect(terminal.input).toBeFocused();
});

test('Escape twice leads back to Berth, and from there the keyboard leads on', async ({ app, engine, page }) => {
  await engine.runIdle('left');
  await app.containers.openPage('left');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect.poll(() => terminal.lines()).toContain('/ #');
  await expect(terminal.input).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(terminal.sessions.first()).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(terminal.sessions).toHaveCount(0);
  await expect(page.getByText('No open sessions')).toBeVisible();
  // The row goes at once; the program gets a moment to tidy up.
  await expect.poll(() => engine.docker('top', 'left', '-o', 'pid,args')).not.toMatch(/sh$/m);
});

test('several lines are not pasted into a shell without a question', async ({ app, engine, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await engine.runIdle('pasted');
  await app.containers.openPage('pasted');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect.poll(() => terminal.text()).toContain('/ #');
  await page.evaluate(() => navigator.clipboard.writeText('echo one\necho two\n'));
  await page.keyboard.press('Control+Shift+V');
  const question = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await expect(question).toContainText('Paste 2 lines?');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await terminal.text()).not.toContain('one');
  await page.keyboard.press('Control+Shift+V');
  await question.getByRole('button', { name: 'Paste', exact: true }).click();
  await expect.poll(() => terminal.lines()).toContain('two');
});
