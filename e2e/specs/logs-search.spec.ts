import { manyLines, print } from '../fixtures/printed-logs.ts';
import { expect, test } from '../fixtures/test.ts';

test('searches as one types, goes from match to match, and says what is no pattern', async ({ app, engine, page }) => {
  await print(engine, 'searched', `${manyLines(5000)} echo "a (needle here"; sleep 1d`);
  await app.containers.openPage('searched');
  const { logs } = app;
  await expect(page.getByText('5,001 lines')).toBeVisible();
  await logs.log.focus();
  await page.keyboard.press('/');
  await expect(logs.searchBox).toBeFocused();
  await page.keyboard.type('TIMEOUT');
  await expect(page.getByText('500 matching lines: 500 errors')).toBeVisible();
  await expect(logs.marks.first()).toHaveText('timeout');
  await expect(page.getByText(/^\d+ of 500$/)).toBeVisible();

  const at = async () => Number((await page.getByText(/^\d+ of 500$/).innerText()).split(' ')[0]);
  const before = await at();
  const index = before === 500 ? 1 : before + 1;
  await page.keyboard.press('Enter');
  await expect.poll(at).toBe(index);
  await page.keyboard.press('Shift+Enter');
  await expect.poll(at).toBe(index === 1 ? 500 : index - 1);
  await logs.log.focus();
  await page.keyboard.press('n');
  await expect.poll(at).toBe(index);
  await expect(logs.currentRow).toContainText('timeout');
  await page.keyboard.press('Shift+N');
  await expect.poll(at).toBe(index === 1 ? 500 : index - 1);

  await logs.tool('Match case').click();
  await expect(page.getByText('No match', { exact: true })).toBeVisible();
  await logs.tool('Match case').click();
  await logs.search('(needle');
  await expect(page.getByText('1 matching line', { exact: true })).toBeVisible();
  await logs.tool('Regular expression').click();
  await expect(page.getByText('This isn’t a valid regular expression.')).toBeVisible();
  await expect(logs.searchBox).toHaveAttribute('aria-invalid', 'true');
  await logs.search('line (10|20)0$');
  await expect(page.getByText('2 matching lines: 2 errors')).toBeVisible();
  await expect(logs.searchBox).not.toHaveAttribute('aria-invalid');
  await logs.searchBox.press('Escape');
  await expect(logs.searchBox).toHaveValue('');
  await expect(logs.marks).toHaveCount(0);
});

test('leads to a match of what is typed last, while what was typed before is still being found', async ({
  app,
  engine,
  page,
}) => {
  await print(engine, 'typed', 'echo "a needle"; seq 400000 | sed "s/^/needl /"; sleep 1d');
  await app.containers.openPage('typed');
  const { logs } = app;
  await expect(page.getByText('400,001 lines')).toBeVisible({ timeout: 30_000 });
  await logs.log.focus();
  await page.keyboard.press('/');
  await expect(logs.searchBox).toBeFocused();
  // Faster than a letter's lines are found, and slower than it waits for the next one.
  await page.keyboard.type('needle', { delay: 60 });
  await expect(logs.currentRow).toContainText('a needle');
  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible();
});

test('shows only some lines, and keeps the place where one was reading', async ({ app, engine, page }) => {
  await print(engine, 'filtered', `${manyLines(3000, ' >&2')} sleep 1d`);
  await app.containers.openPage('filtered');
  const { logs } = app;
  await expect(logs.level('Error')).toContainText('300');
  await expect(logs.level('Debug')).toHaveAttribute('aria-pressed', 'true');
  await logs.level('Debug').click();
  await expect(page.getByText('2,700 shown')).toBeVisible();
  await expect(logs.row('DEBUG')).toHaveCount(0);
  await logs.level('Debug').click();
  await expect(page.getByText('2,700 shown')).toBeHidden();

  await logs.log.focus();
  await page.keyboard.press('e');
  await expect(page.getByText('300 shown')).toBeVisible();
  await expect(logs.row('INFO')).toHaveCount(0);
  await page.keyboard.press('e');
  await expect(page.getByText('300 shown')).toBeHidden();
  // Not by rows: dockerd copies stdout and stderr each by itself, and the last lines may all be of one.
  await expect(logs.level('Info')).toHaveAttribute('aria-pressed', 'true');

  await logs.tool(/^Filter/).click();
  await page.getByRole('radio', { name: 'stderr' }).click();
  await expect(page.getByText('300 shown')).toBeVisible();
  await page.getByRole('radio', { name: 'Both' }).click();
  await page.keyboard.press('Escape');

  await logs.search('line 1501');
  await expect(logs.currentRow).toContainText('line 1501');
  await logs.tool(/^Filter/).click();
  await page.getByRole('checkbox', { name: 'Only matching lines' }).check();
  await expect(page.getByText('1 shown')).toBeVisible();
  await expect(logs.rows).toHaveCount(1);
  await page.getByRole('checkbox', { name: 'Only matching lines' }).uncheck();
  await expect.poll(() => logs.seen()).toContain('DEBUG cache miss in line 1502');
  await expect(logs.currentRow).toContainText('line 1501');
});

test('saves searches, jumps to a time, and lists its keys', async ({ app, engine, page }) => {
  await print(engine, 'more', `${manyLines(500)} sleep 1d`);
  await app.containers.openPage('more');
  const { logs } = app;
  await expect(page.getByText('500 lines')).toBeVisible();
  await logs.search('timeout');
  await logs.tool('Regular expression').click();
  await logs.choose('More', 'Save this search');
  await page.reload();
  await logs.choose('More', 'Saved searches…');
  await page.getByRole('button', { name: 'Search for timeout' }).click();
  await expect(logs.searchBox).toHaveValue('timeout');
  await expect(logs.tool('Regular expression')).toHaveAttribute('aria-pressed', 'true');
  await logs.searchBox.press('Escape');

  await logs.choose('More', 'Jump to time…');
  await page.getByLabel('Time, in your time zone').fill('2020-01-01T00:00:00');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await logs.seen())[0]).toBe('WARN pool busy in line 1');

  await logs.choose('More', 'Keyboard shortcuts…');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts of the log' })).toContainText('Errors only');
});

test('a person without a mouse reads, searches and filters', async ({ app, engine, page }) => {
  await print(engine, 'keyed', `${manyLines(2000)} sleep 1d`);
  await app.containers.openPage('keyed');
  const { logs } = app;
  await expect(page.getByText('2,000 lines')).toBeVisible();
  await app.tabTo(logs.log);
  await page.keyboard.press('PageUp');
  await expect(logs.pausedNotice).toBeVisible();
  await page.keyboard.press('Shift+G');
  await expect(logs.pausedNotice).toBeHidden();
  await page.keyboard.press('ControlOrMeta+F');
  await page.keyboard.type('line 777');
  await expect(logs.currentRow).toContainText('line 777');
  await page.keyboard.press('ArrowDown');
  await expect(logs.log).toBeFocused();
  await app.tabTo(logs.minimap);
  await page.keyboard.press('Home');
  await expect.poll(async () => (await logs.seen())[0]).toBe('WARN pool busy in line 1');
  await page.keyboard.press('PageDown');
  await expect.poll(async () => (await logs.seen())[0]).not.toBe('WARN pool busy in line 1');
  await page.keyboard.press('End');
  await expect.poll(async () => (await logs.seen()).at(-1)).toContain('line 2000');
  await app.tabTo(logs.level('Info'));
  await page.keyboard.press('Space');
  await expect(page.getByText('600 shown')).toBeVisible();
});
