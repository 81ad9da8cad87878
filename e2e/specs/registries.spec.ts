import { RegistryFront } from '../../engine/test/registry-front.ts';
import { RegistryImages } from '../../engine/test/registry-images.ts';
import { account, expect, readConfig, secret, test } from '../fixtures/registry-test.ts';
import { createShellDocker } from '../fixtures/shell-docker.ts';

test('what the docker CLI does in a shell shows in the page, and the other way round', async ({
  app,
  engine,
  folder,
  registry,
}) => {
  const { registries } = app;
  const docker = createShellDocker(engine, folder);
  const row = registries.row(registry.address);
  await app.go('Registries');
  await expect(registries.row('Docker Hub')).toContainText('Signed out');
  expect(await docker(['login', registry.address, '--username', account, '--password-stdin'], secret)).toMatchObject({
    code: 0,
  });
  await expect(row).toContainText('Not checked');
  await registries.open(registry.address);
  await registries.act('Check');
  await expect(row).toContainText('Signed in');

  await registries.act('Replace token');
  await expect(registries.dialog.dialog).toHaveAccessibleName(`Replace the token for ${registry.address}`);
  await expect(registries.dialog.dialog.getByRole('textbox', { name: 'Username' })).toHaveValue(account);
  await expect(registries.dialog.secret).toBeFocused();
  await app.page.keyboard.press('Escape');
  await expect(registries.dialog.dialog).toBeHidden();

  await registries.act('Sign out');
  await expect(row).toHaveCount(0);
  expect(await readConfig(folder)).toEqual({ auths: {} });
  await docker(['login', registry.address, '--username', account, '--password-stdin'], secret);
  await expect(row).toBeVisible();
  await docker(['logout', registry.address]);
  await expect(row).toHaveCount(0);
});

test('what is in a registry is shown when it is asked for, with its tags, newest version first', async ({
  app,
  registry,
}) => {
  const images = new RegistryImages(registry.url, `Basic ${Buffer.from(`${account}:${secret}`).toString('base64')}`);
  await images.push('team/tools', '1.9', ['one']);
  await images.push('team/tools', '1.10', ['one', 'two']);
  await images.push('team/tools', 'latest', ['one', 'two']);
  await images.push('web', '2', ['three']);
  const { registries } = app;
  await app.go('Registries');
  await registries.openForm();
  await registries.dialog.enter({ address: registry.address, username: account, secret });
  await registries.dialog.submit();
  await registries.open(registry.address);
  await registries.act('Show repositories');
  await registries.act('Tags of team/tools');
  const tags = registries.pane.getByRole('list', { name: 'Tags of team/tools' }).getByRole('listitem');
  await expect(tags).toHaveText([/^latest/, /^1\.10/, /^1\.9/]);
  await expect(registries.pane.getByRole('button', { name: `Pull ${registry.address}/team/tools:1.10` })).toBeVisible();
});

test('what a registry answers is told apart: too many requests, forbidden, broken, nobody there', async ({
  app,
  registry,
}) => {
  await using front = await RegistryFront.start(registry);
  const { registries } = app;
  const { dialog } = registries;
  await app.go('Registries');
  await registries.openForm();
  await dialog.enter({ address: front.address, username: account, secret });
  const answers = [
    { status: 429, words: '’s limit is reached' },
    { status: 403, words: 'doesn’t allow your account to do this' },
    { status: 503, words: 'reports an error' },
  ];
  for (const { words, ...answer } of answers) {
    front.setFaults({ kind: 'answer', ...answer });
    await dialog.submit();
    await expect(dialog.problems).toContainText(words);
  }
  front.setFaults();
  await dialog.enter({ address: '127.0.0.1:1' });
  await dialog.submit();
  await expect(dialog.address).toHaveAccessibleDescription(/isn’t answering/);
  await expect(dialog.address).toBeFocused();

  front.setFaults({
    kind: 'headers',
    headers: { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '7;w=21600' },
  });
  await dialog.enter({ address: front.address });
  await dialog.submit();
  await expect(dialog.dialog).toBeHidden();
  await registries.open(front.address);
  await registries.act('Check');
  await expect(registries.row(front.address)).toContainText('7 of 100 pulls left');
});

test('a search that cannot be made is told in words', async ({ app }) => {
  await app.go('Registries');
  await app.page.getByRole('searchbox', { name: 'Search Docker Hub' }).fill('postgres');
  await app.page.keyboard.press('Enter');
  await expect(app.page.getByRole('alert').filter({ hasText: 'Couldn’t search Docker Hub.' })).toBeVisible({
    timeout: 60_000,
  });
  await expect(app.commandBar.line).toHaveText('docker search --limit 25 postgres');
});

test('a person without a mouse signs in, looks and signs out', async ({ app, page, registry }) => {
  const { registries } = app;
  const { dialog } = registries;
  await app.tabTo(app.link('Registries'));
  await page.keyboard.press('Enter');
  await expect(app.heading).toContainText('Registries');
  await page.keyboard.press('Control+n');
  await dialog.dialog.waitFor();
  await app.moveTo(dialog.dialog.getByRole('radio', { name: 'Docker Hub' }), 'Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await expect(dialog.address).toHaveValue('ghcr.io');
  await page.keyboard.press('ArrowRight');
  await app.moveTo(dialog.address, 'Tab');
  await page.keyboard.insertText(registry.address);
  await app.moveTo(dialog.dialog.getByRole('textbox', { name: 'Username' }), 'Tab');
  await page.keyboard.insertText(account);
  await app.moveTo(dialog.secret, 'Tab');
  await page.keyboard.insertText(secret);
  await page.keyboard.press('Enter');
  await expect(dialog.dialog).toBeHidden();
  const row = registries.row(registry.address);
  await expect(row).toContainText('Signed in');

  await app.tabTo(registries.grid);
  await app.moveTo(row, 'ArrowDown');
  await page.keyboard.press('Enter');
  await expect(registries.pane).toContainText('remembers until it quits');
  await app.moveTo(registries.pane.getByRole('button', { name: 'Sign out' }), 'Tab');
  await page.keyboard.press('Enter');
  await expect(row).toHaveCount(0);
  await expect(registries.pane).toHaveCount(0);
});
