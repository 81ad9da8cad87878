import { RegistryFront } from '../../engine/test/registry-front.ts';
import { type Registry, startRegistry } from '../../engine/test/registry.ts';
import { publishLayeredImage } from '../fixtures/layered-image.ts';
import { expect, test as base } from '../fixtures/test.ts';
import { cancelAndResumePull } from '../journeys/cancelled-pull.ts';

const test = base.extend<{ registry: Registry; front: RegistryFront }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of a fixture's needs from this pattern.
  registry: async ({}, use) => {
    await using registry = await startRegistry();
    await use(registry);
  },
  front: async ({ registry }, use) => {
    await using front = await RegistryFront.start(registry);
    await use(front);
  },
});

test('a pull tells what its name means and how far it is, on every page, and its line is in the command bar', async ({
  app,
  engine,
  front,
}) => {
  const name = `${front.address}/team/shop:1.4`;
  await publishLayeredImage(engine, name, [900_000, 300_000]);
  front.setFaults({ kind: 'slow', direction: 'down', bytesPerSecond: 150_000, path: /blobs/ });
  const { images } = app;
  const { forms, transfers } = images;
  await app.go('Images');
  await app.page.keyboard.press('ControlOrMeta+n');
  await forms.pull.enter({ Image: `docker pull ${name}` });
  await expect(forms.pull.field('Image')).toHaveValue(name);
  await expect(forms.pull.dialog.getByLabel('What this means')).toContainText('team/shop');
  await expect(forms.pull.dialog.getByRole('code').last()).toHaveText(`docker pull ${name}`);
  await app.page.keyboard.press('Enter');
  await expect(forms.pull.dialog).toBeHidden();

  const row = transfers.rowOnPage(`Pull ${name}`);
  const progress = row.getByRole('progressbar', { name: `Pulling ${name}` });
  await expect(row).toContainText('layers');
  await expect(progress).toHaveAttribute('aria-valuetext', /^Downloading, \d of 2 layers, .*MB/);
  await expect(app.commandBar.region).toContainText('Running');
  await expect(app.commandBar.line).toHaveText(`docker pull ${name}`);

  await app.go('Containers');
  await expect(transfers.card).toHaveAccessibleName('Transfers: 1 in progress');
  await transfers.open();
  await transfers
    .row(`Pull ${name}`)
    .getByRole('button', { name: /^Show layers/ })
    .click();
  const layers = transfers
    .row(`Pull ${name}`)
    .getByRole('list', { name: `Layers of ${name}` })
    .getByRole('listitem');
  await expect(layers).toHaveCount(3);
  await expect(layers.filter({ hasText: 'Already here' })).toHaveCount(1);
  await expect(transfers.row(`Pull ${name}`)).toContainText('Pulled', { timeout: 30_000 });
  await expect(app.page.getByText(`Pulled ${name}`)).toBeVisible();
  await expect(app.commandBar.region).toContainText('Ran');
  await transfers.panel.getByRole('button', { name: 'Clear ended' }).click();
  await expect(transfers.card).toHaveCount(0);
  await app.go('Images');
  await expect(images.row(name)).toBeVisible();
  expect(await engine.docker('images', '--quiet', name)).not.toBe('');
});

test('a pull is cancelled and begun again, and one that failed says why and is tried again', async ({
  app,
  engine,
  front,
}) => {
  await cancelAndResumePull(app, engine, front);
});

test('names are judged while they are typed, in words, and mended by one click', async ({ app, front }) => {
  const { pull } = app.images.forms;
  await app.go('Images');
  await app.images.openPull();
  await pull.enter({ Image: 'https://Ghcr.io/acme/api' });
  await expect(pull.dialog.getByText('without https://')).toBeVisible();
  await pull.enter({ Image: 'Acme/API:Beta' });
  await expect(pull.dialog.getByText('Names are in lower case')).toBeVisible();
  await pull.button('Use acme/api:Beta').click();
  await expect(pull.field('Image')).toHaveValue('acme/api:Beta');
  await pull.enter({ Image: 'nginx' });
  await expect(pull.dialog.getByLabel('What this means')).toContainText('Docker Hub');
  await expect(pull.dialog.getByLabel('What this means')).toContainText('latest');
  await pull.choose('Platform', 'linux/arm64');
  await expect(pull.dialog.getByRole('code').last()).toHaveText('docker pull --platform linux/arm64 nginx');

  // What the registry does not have is told beside the transfer, with the way back to the form.
  await pull.enter({ Image: `${front.address}/team/absent:2` });
  await pull.submit('Pull');
  const row = app.images.transfers.rowOnPage(`Pull ${front.address}/team/absent:2`);
  await expect(row).toContainText('There is no');
  await row.getByRole('button', { name: 'Check the name' }).click();
  await expect(pull.field('Image')).toHaveValue(`${front.address}/team/absent:2`);
});

test('the tags of a registry are chosen from a list', async ({ app, engine, front }) => {
  for (const tag of ['1.9', '1.10', 'latest']) {
    await engine.docker('tag', engine.image, `${front.address}/team/tools:${tag}`);
    await engine.docker('push', '--quiet', `${front.address}/team/tools:${tag}`);
  }
  const { pull } = app.images.forms;
  await app.go('Images');
  await app.images.openPull();
  await pull.enter({ Image: `${front.address}/team/tools:` });
  await expect(pull.options).toHaveText([/:latest$/, /:1\.10$/, /:1\.9$/]);
  await app.page.keyboard.press('ArrowDown');
  await app.page.keyboard.press('ArrowDown');
  await app.page.keyboard.press('Enter');
  await expect(pull.field('Image')).toHaveValue(`${front.address}/team/tools:1.10`);
  await expect(pull.dialog.getByText('This image is on this computer')).toBeVisible();
  await app.page.keyboard.press('Enter');
  await expect(app.page.getByText(`${front.address}/team/tools:1.10 is up to date`)).toBeVisible();
});

test('an image that is not here is pulled by the form that runs it', async ({ app, engine, front }) => {
  const name = `${front.address}/team/web:2`;
  await engine.docker('tag', engine.webImage, name);
  await engine.docker('push', '--quiet', name);
  await engine.docker('rmi', name);
  await app.containers.runButton.click();
  await app.runDialog.enter({ image: name, name: 'pulled-first' });
  await expect(app.runDialog.dialog.getByText('Docker pulls it first')).toBeVisible();
  await app.runDialog.dialog.getByRole('button', { name: 'Pull and run' }).click();
  await expect(app.runDialog.dialog).toBeHidden();
  await expect(app.containers.row('pulled-first')).toContainText('Running');

  await app.containers.runButton.click();
  await app.runDialog.enter({ image: `${front.address}/team/web:absent`, name: 'never' });
  await app.runDialog.dialog.getByRole('button', { name: 'Pull and run' }).click();
  await expect(app.runDialog.dialog).toContainText('There is no');
  expect(await engine.docker('ps', '--all', '--quiet', '--filter', 'name=never')).toBe('');
});
