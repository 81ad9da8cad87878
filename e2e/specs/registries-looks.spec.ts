import { startRegistry } from '../../engine/test/registry.ts';
import { RegistryImages } from '../../engine/test/registry-images.ts';
import { expect, test } from '../fixtures/test.ts';
import { lookAt, type View } from '../screens/look.ts';

test('the registries, the forms and the details of one look right, and are accessible', async ({ app, engine }) => {
  test.setTimeout(300_000);
  await using registry = await startRegistry({ accounts: { mira: 'correct horse' } });
  const images = new RegistryImages(registry.url, `Basic ${Buffer.from('mira:correct horse').toString('base64')}`);
  await images.push('team/tools', '1.0', ['one']);
  await images.push('team/tools', '1.1', ['one', 'two']);
  await images.push('team/web', 'latest', ['three']);
  const { registries } = app;
  const views: readonly View[] = [
    {
      name: 'registries',
      show: async () => {
        await app.go('Registries');
        await registries.openForm();
        await registries.dialog.enter({ address: registry.address, username: 'mira', secret: 'correct horse' });
        await registries.dialog.keep(/this session/i);
        await registries.dialog.submit();
        await expect(registries.dialog.dialog).toBeHidden();
        await expect(registries.row(registry.address)).toContainText('Signed in');
      },
    },
    {
      name: 'registries-pane',
      show: async () => {
        await registries.open(registry.address);
        await registries.act('Show repositories');
        await registries.act('Tags of team/tools');
        await expect(registries.pane).toContainText('1.1');
      },
    },
    {
      name: 'registries-sign-in',
      show: async () => {
        await registries.openForm();
        await registries.dialog.chooseRegistry('GitHub');
        await registries.dialog.enter({ username: 'mira-k', secret: `ghp_${'a'.repeat(36)}` });
        await expect(registries.dialog.dialog).toContainText('Looks like a token');
      },
    },
    {
      name: 'registries-sign-in-cloud',
      show: async () => {
        await registries.dialog.chooseRegistry('Other');
        await registries.dialog.enter({ address: '123456789012.dkr.ecr.eu-central-1.amazonaws.com' });
        await expect(registries.dialog.dialog).toContainText('aws ecr get-login-password');
      },
    },
    {
      name: 'registries-sign-in-plain',
      show: async () => {
        await registries.dialog.enter({ address: registry.address, username: 'mira', secret: 'wrong' });
        await registries.dialog.keep(/plain text/);
        await registries.dialog.submit();
        await expect(registries.dialog.problems).toContainText('Tick the box to agree');
      },
    },
    {
      name: 'registries-sign-in-refused',
      show: async () => {
        await registries.dialog.keep(/this session/i);
        await registries.dialog.submit();
        await expect(registries.dialog.problems).toContainText('doesn’t accept this user name');
      },
    },
    {
      name: 'registries-local',
      show: async () => {
        await registries.dialog.button('Cancel').click();
        await registries.pane.getByRole('button', { name: 'Close' }).click();
        await registries.local.getByRole('button', { name: 'Start a local registry' }).click();
        await expect(registries.local).toContainText('Running', { timeout: 60_000 });
        const address = /localhost:\d+/.exec((await registries.local.textContent()) ?? '')?.[0] ?? '';
        await engine.docker('tag', engine.webImage, `${address}/acme/web:1.0`);
        await engine.docker('push', `${address}/acme/web:1.0`);
        await registries.local.getByRole('button', { name: 'Ask again' }).click();
        await registries.local.getByRole('button', { name: 'Tags of acme/web' }).click();
        await expect(registries.local).toContainText('Pull');
      },
    },
    {
      name: 'registries-trust-elsewhere',
      show: async () => {
        await registries.open('Local registry');
        await registries.act('Change…');
        await registries.trustDialog.waitFor();
      },
    },
  ];
  expect(await lookAt(app, views)).toEqual([]);
});
