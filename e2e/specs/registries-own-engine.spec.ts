import { join } from 'node:path';
import { createAuthority } from '../../engine/test/certificates.ts';
import { ownAddress, startRegistry } from '../../engine/test/registry.ts';
import { createDockerCli, type DockerCli, findDockerProgram } from '../fixtures/docker-cli.ts';
import { BerthService, dockerConfigFolder } from '../fixtures/service.ts';
import { expect, test } from '../fixtures/test.ts';
import { look } from '../screens/look.ts';

// The engine that Berth brings along: only it can be told to trust a registry.
test.use({
  service: async ({ folder }, use) => {
    await using service = await BerthService.start({ folder, sharesBundle: true });
    await use(service);
  },
});

async function dockerOf(folder: string): Promise<DockerCli> {
  const program = await findDockerProgram();
  if (program === null) throw new Error('The bundle is not there, though the engine runs.');
  return createDockerCli(program, join(folder, 'run', 'docker.sock'), dockerConfigFolder(folder));
}

const welcome = 'berth/welcome:latest';

test('a local registry is one click away: an image is pushed to it, seen in it and pulled from it, all in the page', async ({
  app,
  folder,
}) => {
  test.setTimeout(180_000);
  const { registries } = app;
  await expect(app.engineCard).toHaveAccessibleName(/running/i, { timeout: 120_000 });
  await app.go('Registries');
  await expect(registries.local).toContainText('A registry is the warehouse that images come from and go to.');
  await registries.local.getByRole('button', { name: 'Start a local registry' }).click();
  await expect(registries.local).toContainText(/localhost:\d+/);
  await expect(registries.local).toContainText('Running');
  await expect(registries.local).toContainText('This registry is empty');
  const address = /localhost:\d+/.exec((await registries.local.textContent()) ?? '')?.[0] ?? '';
  // Whatever port was free.
  await expect(app.commandBar.line).toContainText(`--publish 127.0.0.1:${address.split(':')[1]}:5000`);
  const row = registries.row('Local registry');
  await expect(row).toContainText('Running');
  await expect(row).toContainText('Not encrypted');

  const docker = await dockerOf(folder);
  const name = `${address}/${welcome}`;
  // The lines that the card shows are those that do it.
  await expect(registries.local).toContainText(`docker --context berth push ${name}`);
  await registries.local.getByRole('button', { name: 'Push an image here…' }).click();
  const push = app.page.getByRole('dialog', { name: 'Push to a registry' });
  await push.getByRole('combobox', { name: 'Image' }).fill(welcome);
  await push.getByRole('button', { name: 'Tag and push' }).click();
  await expect(push).toBeHidden();
  await registries.local.getByRole('button', { name: 'Tags of berth/welcome' }).click();
  const pullIt = registries.local.getByRole('button', { name: `Pull ${name}`, exact: true });
  await expect(pullIt).toBeVisible();

  // Elsewhere it would not be there yet.
  await docker('image', 'rm', name);
  await pullIt.click();
  const pull = app.page.getByRole('dialog', { name: 'Pull image' });
  await expect(pull.getByRole('combobox', { name: 'Image' })).toHaveValue(name);
  await pull.getByRole('button', { name: 'Pull', exact: true }).click();
  await expect(pull).toBeHidden();
  const recent = app.page.getByRole('region', { name: 'Recent transfers' }).getByRole('listitem');
  await expect(recent.filter({ hasText: 'Pulled' })).toContainText('berth/welcome');
  await expect(recent.filter({ hasText: 'Pushed' })).toContainText('berth/welcome');
  expect(await docker('images', '--quiet', name)).not.toBe('');

  await docker('stop', 'berth-registry');
  await expect(registries.local).toContainText('Its container isn’t running');
  await registries.local.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(registries.local).toContainText('Running');
  await expect(app.commandBar.line).toHaveText('docker --context berth start berth-registry');
  await expect(registries.local.getByRole('button', { name: 'Tags of berth/welcome' })).toBeVisible();

  await registries.local.getByRole('link', { name: 'Open its container' }).click();
  await expect(app.heading).toContainText('berth-registry');
});

test('a registry with a certificate of its own is trusted from the form that it stopped, and then signed in to', async ({
  app,
  folder,
}) => {
  test.setTimeout(180_000);
  const authority = createAuthority();
  await using registry = await startRegistry({
    host: ownAddress(),
    tls: authority,
    accounts: { mira: 'correct horse' },
  });
  const { registries } = app;
  const { dialog } = registries;
  await expect(app.engineCard).toHaveAccessibleName(/running/i, { timeout: 120_000 });
  await app.go('Registries');
  await registries.openForm();
  await dialog.enter({ address: registry.address, username: 'mira', secret: 'correct horse' });
  await dialog.keep(/plain text/);
  await dialog.agreement.check();
  await dialog.submit();
  await expect(dialog.problems.first()).toContainText('uses a certificate that this engine doesn’t trust');

  await dialog.dialog.getByRole('textbox', { name: 'Certificate as text' }).fill('-----BEGIN nothing');
  await expect(dialog.dialog).toContainText('This isn’t a PEM certificate');
  await dialog.dialog.locator('input[type="file"]').setInputFiles({
    name: 'ca.crt',
    mimeType: 'application/x-x509-ca-cert',
    buffer: Buffer.from(authority.certificate),
  });
  await expect(dialog.dialog).toContainText('Yes, it can sign others');
  expect(await look(app.page, 'registries-certificate')).toEqual([]);
  await dialog.button('Trust and sign in').click();
  await expect(dialog.dialog).toBeHidden();
  await expect(registries.row(registry.address)).toContainText('Signed in');

  const docker = await dockerOf(folder);
  const name = `${registry.address}/team/welcome:1`;
  await docker('tag', welcome, name);
  await docker('push', name);
  await registries.open(registry.address);
  await expect(registries.pane).toContainText('The engine trusts your certificate');
  await registries.act('Show repositories');
  await registries.act('Tags of team/welcome');
  await expect(registries.pane.getByRole('button', { name: `Pull ${name}` })).toBeVisible();

  await registries.act('Change…');
  await expect(registries.trustDialog).toContainText('SHA-256');
  expect(await look(app.page, 'registries-trust')).toEqual([]);
  await registries.trustDialog.getByRole('button', { name: 'Remove certificate' }).click();
  await expect(registries.trustDialog.getByRole('textbox', { name: 'Certificate as text' })).toBeVisible();
  await expect(docker('pull', name)).rejects.toThrow(/certificate/);
});

test('a registry without encryption is allowed only after its warning', async ({ app, folder }) => {
  test.setTimeout(180_000);
  await using registry = await startRegistry({ host: ownAddress(), accounts: { mira: 'correct horse' } });
  const { registries } = app;
  const { dialog } = registries;
  await expect(app.engineCard).toHaveAccessibleName(/running/i, { timeout: 120_000 });
  await app.go('Registries');
  await registries.openForm();
  await dialog.enter({ address: registry.address, username: 'mira', secret: 'correct horse' });
  await dialog.submit();
  await expect(dialog.problems.first()).toContainText('answers without encryption');
  await expect(dialog.dialog).toContainText('Anyone on the network in between can read your secret');
  await dialog.button('Allow and sign in').click();
  await expect(dialog.dialog).toBeHidden();
  const row = registries.row(registry.address);
  await expect(row).toContainText('Signed in');
  await expect(row).toContainText('Not encrypted');
  await registries.open(registry.address);
  await registries.act('Change…');
  const allowed = registries.trustDialog.getByRole('switch', { name: /without encryption/ });
  await expect(allowed).toBeChecked();
  await allowed.click();
  await expect(allowed).not.toBeChecked();
  await registries.trustDialog.getByRole('button', { name: 'Done' }).click();
  await expect(row).not.toContainText('Not encrypted');
  const docker = await dockerOf(folder);
  await expect(docker('pull', `${registry.address}/none:1`)).rejects.toThrow();
});
