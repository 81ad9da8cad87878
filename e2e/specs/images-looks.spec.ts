import { RegistryFront } from '../../engine/test/registry-front.ts';
import { startRegistry } from '../../engine/test/registry.ts';
import { makeLayeredImage } from '../fixtures/layered-image.ts';
import { fillForPictures } from '../fixtures/picture-engine.ts';
import { expect, test } from '../fixtures/test.ts';
import { lookAt, type View } from '../screens/look.ts';

test('images, their details, forms and transfers look as they should, and axe finds nothing', async ({
  app,
  engine,
}) => {
  test.setTimeout(240_000);
  await using registry = await startRegistry();
  await using front = await RegistryFront.start(registry);
  const far = `${front.address}/team/shop:1.4`;
  const { images } = app;
  const { forms, transfers } = images;
  await fillForPictures(engine);
  await makeLayeredImage(engine, 'acme/shop:1.4', [9_000_000, 2_500_000, 600_000]);
  await makeLayeredImage(engine, 'acme/shop:1.3', [8_000_000]);
  await engine.docker('tag', 'acme/shop:1.4', far);
  await engine.docker('push', '--quiet', far);
  await engine.docker('rmi', far);
  // Leaves the one before without a tag.
  await makeLayeredImage(engine, 'acme/shop:1.3', [7_000_000]);
  await app.go('Images');

  const views: readonly View[] = [
    { name: 'images-list', show: async () => await expect(images.row('acme/shop:1.4')).toBeVisible() },
    { name: 'images-pane', show: () => images.open('acme/shop:1.4') },
    { name: 'images-pane-used-by', show: () => images.open('acme/storefront-api:2.8.1', 'Used by') },
    {
      name: 'images-pane-history',
      async show() {
        await images.open('acme/shop:1.4', 'History');
        await expect(images.pane.getByRole('list', { name: /^How / })).toContainText('head -c');
      },
    },
    {
      name: 'images-pane-inspect',
      async show() {
        await images.open('acme/shop:1.4', 'Inspect');
        await expect(images.pane).toContainText('RepoTags');
      },
    },
    {
      name: 'images-pull',
      async show() {
        await app.page.keyboard.press('Escape');
        await images.openPull();
        await forms.pull.enter({ Image: 'nginx' });
        await expect(forms.pull.dialog).toContainText('official');
      },
    },
    {
      name: 'images-pull-tags',
      async show() {
        await forms.pull.enter({ Image: `${front.address}/team/shop:` });
        await expect(forms.pull.options).toHaveCount(1);
      },
    },
    {
      name: 'images-pull-bad-name',
      async show() {
        await forms.pull.enter({ Image: 'https://Example.com/Acme/API' });
        await expect(forms.pull.dialog.getByText('without https')).toBeVisible();
      },
    },
    {
      name: 'images-push',
      async show() {
        await app.closeDialogs();
        await images.act('berth-e2e/web:1.0', 'Push');
      },
    },
    {
      name: 'images-tag',
      async show() {
        await app.closeDialogs();
        await images.choose('acme/shop:1.4', 'Tag');
        await forms.tag.enter({ 'New name': 'acme/shop:stable' });
      },
    },
    {
      name: 'images-save',
      async show() {
        await app.closeDialogs();
        await images.choose('acme/shop:1.4', 'Save');
        await expect(forms.save.field('File')).not.toHaveValue('');
      },
    },
    {
      name: 'images-load',
      async show() {
        await app.closeDialogs();
        await images.chooseMore('Import');
      },
    },
    {
      name: 'images-prune',
      async show() {
        await app.closeDialogs();
        await images.freeUpButton.click();
        await forms.prune.dialog.getByRole('radio', { name: 'All that no container uses' }).click();
        await expect(forms.prune.dialog.getByText(/Removes \d+ images?, frees/)).toBeVisible();
      },
    },
    {
      name: 'images-remove',
      async show() {
        await app.closeDialogs();
        await images.act('acme/storefront-api:2.8.1', 'Remove');
      },
    },
    {
      name: 'images-transfers',
      async show() {
        await app.closeDialogs();
        await engine.docker('rmi', 'acme/shop:1.4', 'acme/shop:1.3');
        await engine.docker('image', 'prune', '--force');
        front.setFaults({ kind: 'slow', direction: 'down', bytesPerSecond: 90_000 });
        for (const name of [far, `${front.address}/team/absent:2`]) {
          await images.openPull();
          await forms.pull.enter({ Image: name });
          await forms.pull.submit('Pull');
          await forms.pull.dialog.waitFor({ state: 'hidden' });
        }
        await expect(transfers.rowOnPage(`Pull ${far}`)).toContainText('layers');
        await expect(transfers.rowOnPage(`Pull ${far}`)).toContainText('/s');
      },
    },
    {
      name: 'images-transfers-open',
      async show() {
        await transfers.open();
        await transfers
          .row(`Pull ${far}`)
          .getByRole('button', { name: /^Show layers/ })
          .click();
        await transfers.row(`Pull ${front.address}/team/absent:2`).getByText('What the engine said').click();
      },
    },
  ];
  expect(await lookAt(app, views)).toEqual([]);
});
