import { join } from 'node:path';
import { startRegistry } from '../../engine/test/registry.ts';
import { createShellDocker } from '../fixtures/shell-docker.ts';
import { expect, test } from './test.ts';

test('signs in to a registry, pulls from it, tags, pushes to it and signs out', async ({ berth, engine, folder }) => {
  test.setTimeout(180_000);
  const account = 'mira';
  const secret = 'correct:horse "battery" ståple';
  await using registry = await startRegistry({ accounts: { [account]: secret } });
  const name = `${registry.address}/team/tools`;
  // Somebody else's shell, on another computer as far as sign-ins go.
  const shell = createShellDocker(engine, join(folder, 'elsewhere'));
  await shell(['login', registry.address, '--username', account, '--password-stdin'], secret);
  await engine.docker('tag', engine.image, `${name}:1.0`);
  expect(await shell(['push', `${name}:1.0`])).toMatchObject({ code: 0 });
  await engine.docker('image', 'rm', `${name}:1.0`);
  const { app, page } = berth;
  const { registries } = app;
  const row = registries.row(registry.address);

  await app.go('Registries');
  await registries.openForm();
  await registries.dialog.enter({ address: registry.address, username: account, secret: 'wrong' });
  await registries.dialog.keep(/this session/);
  await registries.dialog.submit();
  await expect(registries.dialog.problems).toContainText('doesn’t accept this user name');
  await registries.dialog.enter({ secret });
  await registries.dialog.submit();
  await expect(row).toContainText('Signed in');

  await registries.open(registry.address);
  await registries.act('Show repositories');
  await registries.act('Tags of team/tools');
  await registries.act(`Pull ${name}:1.0`);
  const pull = page.getByRole('dialog', { name: 'Pull image' });
  await pull.getByRole('button', { name: 'Pull', exact: true }).click();
  await expect(pull).toBeHidden();
  await expect.poll(() => engine.docker('images', '--quiet', `${name}:1.0`)).not.toBe('');

  await app.go('Images');
  await app.images.row(`${name}:1.0`).focus();
  await page.keyboard.press('p');
  const push = page.getByRole('dialog', { name: 'Push to a registry' });
  await push.getByRole('textbox', { name: 'Tag' }).fill('2.0');
  await push.getByRole('button', { name: 'Tag and push' }).click();
  await expect(push).toBeHidden();
  const authorization = `Basic ${Buffer.from(`${account}:${secret}`).toString('base64')}`;
  const tags = async () =>
    await (await fetch(`${registry.url}/v2/team/tools/tags/list`, { headers: { authorization } })).text();
  await expect.poll(tags).toContain('"2.0"');

  await app.go('Registries');
  await registries.open(registry.address);
  await registries.act('Sign out');
  await expect(row).not.toContainText(account);
});
