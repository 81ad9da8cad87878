import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { honestScript, makeHelperFolder } from '../../engine/test/helper-folder.ts';
import { shapesOf } from '../../engine/test/secret-traces.ts';
import { textsInHeap } from '../fixtures/heap.ts';
import { account, expect, readConfig, secret, test } from '../fixtures/registry-test.ts';
import { BerthService, dockerConfigFolder } from '../fixtures/service.ts';
import { createShellDocker } from '../fixtures/shell-docker.ts';

test('a wrong password is told at its field and nothing is stored; the right one lasts for the session, until signing out', async ({
  app,
  engine,
  folder,
  registry,
}) => {
  const { registries } = app;
  const { dialog } = registries;
  const docker = createShellDocker(engine, folder);
  await app.go('Registries');
  await registries.openForm();
  await dialog.enter({ address: `http://${registry.address}/v2/`, username: account, secret: 'wrong' });
  const line = `docker login ${registry.address} --username mira --password-stdin`;
  // Behind the dialog nothing is there for assistive technology, and so not for roles.
  await expect(app.page.locator('code', { hasText: line })).toBeVisible();
  await dialog.submit();
  await expect(dialog.problems).toContainText('doesn’t accept this user name with this password');
  await expect(dialog.problems).toContainText('access token');
  await expect(dialog.secret).toBeFocused();
  await expect(dialog.secret).toHaveAttribute('aria-invalid', 'true');
  await expect(registries.row(registry.address)).toHaveCount(0);
  expect(await readConfig(folder)).toBeNull();

  // The form is as it was left; without a credential helper the session is what it offers first.
  await dialog.enter({ secret });
  await expect(dialog.problems).toHaveCount(0);
  await dialog.submit();
  await expect(dialog.dialog).toBeHidden();
  const row = registries.row(registry.address);
  await expect(row).toContainText('Signed in');
  await expect(row).toContainText(account);
  await expect(row).toContainText('This session');
  await expect(app.commandBar.line).toHaveText(line);
  expect(await readConfig(folder)).toBeNull();
  expect((await docker(['login', registry.address])).code).not.toBe(0);

  await registries.open(registry.address);
  await registries.act('Sign out');
  await expect(row).toHaveCount(0);
  await expect(app.commandBar.line).toHaveText(`docker logout ${registry.address}`);
});

test('plain text takes an agreement that names the file; then the docker CLI is signed in too, and the page has forgotten the secret', async ({
  app,
  engine,
  folder,
  page,
  registry,
  service,
}) => {
  test.setTimeout(120_000);
  const { registries } = app;
  const { dialog } = registries;
  const docker = createShellDocker(engine, folder);
  await app.go('Registries');
  await registries.openForm();
  await dialog.enter({ address: registry.address, username: account });
  // By keys, as a person does: what a tool fills in goes through the page's memory by another way.
  await dialog.secret.focus();
  await page.keyboard.insertText(secret);
  await dialog.keep(/plain text/);
  await dialog.submit();
  await expect(dialog.problems).toContainText('Tick the box to agree');
  expect(await readConfig(folder)).toBeNull();
  await expect(dialog.agreement).toHaveAccessibleName(new RegExp(join(dockerConfigFolder(folder), 'config.json')));
  await dialog.agreement.check();
  await dialog.submit();
  await expect(registries.row(registry.address)).toContainText('Plain text file');

  const auth = Buffer.from(`${account}:${secret}`, 'utf8').toString('base64');
  expect(await readConfig(folder)).toEqual({ auths: { [registry.address]: { auth } } });
  const { mode } = await stat(join(dockerConfigFolder(folder), 'config.json'));
  expect(mode & 0o777).toBe(0o600);
  expect(await docker(['login', registry.address])).toMatchObject({ code: 0 });

  const shapes = shapesOf(secret);
  // Whatever is there is found: so what is not found is not there.
  await page.evaluate(() => Object.assign(window, { kept: ['present', 'in', 'memory', '41'].join('-') }));
  const control = 'present-in-memory-41';
  expect(await textsInHeap(page, [...shapes, control])).toEqual([control]);
  expect(shapes.filter((shape) => service.output().includes(shape))).toEqual([]);
  const log = await service.log();
  expect(shapes.filter((shape) => log.includes(shape))).toEqual([]);
});

test('a broken config file is told by its name, and never written over', async ({ app, folder, registry }) => {
  const { registries } = app;
  const file = join(dockerConfigFolder(folder), 'config.json');
  const broken = '{ "auths": { "ghcr.io": { "auth": "bWlyYTp4" } }, ';
  await app.go('Registries');
  await mkdir(dockerConfigFolder(folder), { recursive: true });
  await writeFile(file, broken);
  const told = app.page.getByRole('alert').filter({ hasText: file });
  await expect(told).toContainText('Berth never overwrites a broken file');

  await registries.openForm();
  await registries.dialog.enter({ address: registry.address, username: account, secret });
  await registries.dialog.keep(/plain text/);
  await registries.dialog.agreement.check();
  await registries.dialog.submit();
  await expect(registries.dialog.problems).toContainText('isn’t valid JSON');
  expect(await readFile(file, 'utf8')).toBe(broken);

  await registries.dialog.button('Cancel').click();
  await writeFile(file, `${broken.replace(/, $/, '')}}`);
  await expect(told).toHaveCount(0);
  await expect(registries.row('GitHub Packages')).toContainText('mira');
});

const withHelper = test.extend<{ helpers: Awaited<ReturnType<typeof makeHelperFolder>> }>({
  // eslint-disable-next-line no-empty-pattern
  helpers: async ({}, use) => {
    await using helpers = await makeHelperFolder();
    await helpers.add('tested', honestScript);
    await use(helpers);
  },
  service: async ({ folder, engineSocket, helpers }, use) => {
    await mkdir(dockerConfigFolder(folder), { recursive: true });
    await writeFile(join(dockerConfigFolder(folder), 'config.json'), '{"credsStore":"tested","detachKeys":"ctrl-q"}');
    await using service = await BerthService.start({ folder, hostEngine: engineSocket, env: helpers.env });
    await use(service);
  },
});

withHelper('a credential helper keeps the secret, and the form says so before', async ({ app, folder, registry }) => {
  const { registries } = app;
  const { dialog } = registries;
  await app.go('Registries');
  await registries.openForm();
  await dialog.enter({ address: registry.address, username: account, secret });
  await expect(dialog.dialog.getByRole('img', { name: /^Berth gives the secret to tested/ })).toBeVisible();
  await expect(dialog.dialog).toContainText('Encrypted');
  await dialog.submit();
  await expect(registries.row(registry.address)).toContainText('tested helper');
  expect(await readConfig(folder)).toEqual({
    credsStore: 'tested',
    detachKeys: 'ctrl-q',
    auths: { [registry.address]: {} },
  });
  await registries.open(registry.address);
  await registries.act('Sign out');
  await expect(registries.row(registry.address)).toHaveCount(0);
});

withHelper(
  'a helper that fails is told in words, and nothing is stored',
  async ({ app, folder, helpers, registry }) => {
    const { registries } = app;
    await app.go('Registries');
    await registries.openForm();
    await registries.dialog.enter({ address: registry.address, username: account, secret });
    await expect(
      registries.dialog.dialog.getByRole('img', { name: /^Berth gives the secret to tested/ }),
    ).toBeVisible();
    // Of this registry, and not of the one that the form began with.
    await expect(registries.dialog.dialog.getByRole('region', { name: 'Where it’s kept' })).toHaveAttribute(
      'aria-busy',
      'false',
    );
    await helpers.add('tested', 'cat > /dev/null; echo "no luck today" >&2; exit 1');
    await registries.dialog.submit();
    await expect(registries.dialog.problems).toContainText('docker-credential-tested');
    await registries.dialog.button('Cancel').click();
    await expect(registries.row(registry.address)).toHaveCount(0);
    expect(await readConfig(folder)).toEqual({ credsStore: 'tested', detachKeys: 'ctrl-q' });
  },
);

withHelper(
  'a helper that is known not to work is told before, and the session is offered in its place',
  async ({ app, helpers, registry }) => {
    await helpers.add('tested', 'echo "the vault is shut" >&2; exit 1');
    const { registries } = app;
    await app.go('Registries');
    await registries.openForm();
    await registries.dialog.enter({ address: registry.address, username: account, secret });
    await expect(registries.dialog.dialog).toContainText('docker-credential-tested');
    await expect(registries.dialog.dialog).toContainText('In memory');
    await registries.dialog.submit();
    await expect(registries.row(registry.address)).toContainText('This session');
  },
);

withHelper('where the cloud’s own helper is installed there is nothing to type', async ({ app, helpers }) => {
  await helpers.add('ecr-login', 'echo "no identity" ; exit 1');
  const { dialog } = app.registries;
  await app.go('Registries');
  await app.registries.openForm();
  await dialog.enter({ address: '123456789012.dkr.ecr.eu-central-1.amazonaws.com' });
  const ways = dialog.dialog.getByRole('radiogroup', { name: 'Sign in with' });
  await expect(ways.getByRole('radio', { name: 'ecr-login helper' })).toBeChecked();
  await expect(dialog.secret).toHaveCount(0);
  await expect(dialog.dialog.getByRole('img', { name: /AWS credentials stores it/ })).toBeVisible();
  await ways.getByRole('radio', { name: 'Short-lived token' }).click();
  await expect(dialog.dialog.getByRole('textbox', { name: 'Username' })).toHaveValue('AWS');
  await expect(dialog.dialog).toContainText('aws ecr get-login-password --region eu-central-1');
  await expect(dialog.secret).toBeVisible();
});
