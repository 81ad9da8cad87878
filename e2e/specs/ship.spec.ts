import { startRegistry } from '../../engine/test/registry.ts';
import { expect, test } from '../fixtures/test.ts';

const secret = 'correct:horse-4711';

test('a newcomer ships an image: name, sign in, push; then pulls it as anybody would; each step with its docker line', async ({
  app,
  engine,
}) => {
  await using registry = await startRegistry({ accounts: { mira: secret } });
  const { images } = app;
  const { forms, transfers } = images;
  const target = `${registry.address}/mira/web:1.0`;
  await app.go('Images');
  await images.act('berth-e2e/web', 'Push');
  await forms.push.choose('Registry', 'other');
  await forms.push.enter({ 'Registry address': registry.address, Repository: 'Mira/Web' });
  await expect(forms.push.dialog.getByText('Use lower case letters and digits')).toBeVisible();
  await forms.push.enter({ Repository: 'mira/web' });
  const lines = forms.push.dialog.getByRole('listitem').getByRole('code');
  await expect(lines).toHaveText([
    `docker tag berth-e2e/web:1.0 ${target}`,
    `docker login ${registry.address} --username USERNAME --password-stdin`,
    `docker push ${target}`,
    `docker pull ${target}`,
  ]);

  // Without signing in the registry refuses, and says how to go on.
  await forms.push.submit('Tag and push');
  await expect(forms.push.dialog).toBeHidden();
  const row = transfers.rowOnPage(`Push ${target}`);
  await row.getByRole('button', { name: 'Sign in' }).click();
  const { dialog } = app.registries;
  await dialog.enter({ username: 'mira', secret });
  await dialog.submit();
  await expect(dialog.dialog).toBeHidden();

  await images.act(target, 'Push');
  await expect(forms.push.field('Registry')).toHaveValue(registry.address);
  await expect(forms.push.dialog).toContainText('Signed in as mira');
  await expect(forms.push.dialog).toContainText('Tagged for the registry');
  await forms.push.submit('Push');
  await expect(app.page.getByText(`Pushed ${target}`)).toBeVisible();
  await expect(app.commandBar.line).toHaveText(`docker push ${target}`);

  await images.act(target, 'Remove');
  await images.confirm('Remove');
  await expect(images.row(target)).toHaveCount(0);
  await images.openPull();
  await forms.pull.enter({ Image: target });
  await forms.pull.submit('Pull');
  await expect(images.row(target)).toBeVisible();
  expect(await engine.docker('images', '--quiet', target)).not.toBe('');
});

test('signing in from the form for a push leads back to it', async ({ app }) => {
  await using registry = await startRegistry({ accounts: { mira: secret } });
  const { forms } = app.images;
  await app.go('Images');
  await app.images.act('berth-e2e/web', 'Push');
  await forms.push.choose('Registry', 'other');
  await forms.push.enter({ 'Registry address': registry.address });
  await forms.push.button('Sign in').click();
  const { dialog } = app.registries;
  await dialog.enter({ username: 'mira', secret });
  await dialog.submit();
  await expect(forms.push.field('Registry')).toHaveValue(registry.address);
  await expect(forms.push.dialog).toContainText('Signed in as mira');
  await forms.push.submit('Tag and push');
  await expect(app.page.getByText(`Pushed ${registry.address}/berth-e2e/web:1.0`)).toBeVisible();
});

test('another name is given, and moves from one image to the other', async ({ app, engine }) => {
  const { forms } = app.images;
  await app.go('Images');
  await app.images.choose('berth-e2e/web', 'Tag');
  await forms.tag.enter({ 'New name': 'acme/web:stable' });
  await forms.tag.submit('Tag');
  await expect(app.images.row('acme/web:stable')).toBeVisible();
  await expect(app.commandBar.line).toHaveText('docker tag berth-e2e/web:1.0 acme/web:stable');
  const idOf = (name: string) => engine.docker('images', '--quiet', name);
  expect(await idOf('acme/web:stable')).toBe(await idOf('berth-e2e/web:1.0'));

  await app.images.choose(engine.image.split(':')[0] ?? '', 'Tag');
  await forms.tag.enter({ 'New name': 'acme/web:stable' });
  await expect(forms.tag.dialog.getByText('Another image has this name')).toBeVisible();
  await forms.tag.submit('Tag');
  await expect(forms.tag.dialog).toBeHidden();
  await expect.poll(() => idOf('acme/web:stable')).toBe(await idOf(engine.image));
});
