import { makeLayeredImage } from '../fixtures/layered-image.ts';
import { expect, test } from '../fixtures/test.ts';

test('a clean-up shows its list and space first, and removes exactly that', async ({ app, engine }) => {
  await makeLayeredImage(engine, 'acme/shop:1', [300_000]);
  // The image before loses its name.
  await makeLayeredImage(engine, 'acme/shop:1', [500_000]);
  await engine.runIdle('keeps-its-image');
  const { images } = app;
  const { prune } = images.forms;
  await app.go('Images');
  await images.show('No tag');
  await expect(images.grid.getByRole('row')).toHaveCount(2);
  await images.show('All');
  await images.freeUpButton.click();
  await expect(prune.dialog).toContainText('Removes 1 image, frees 300 kB');
  await expect(prune.dialog.getByRole('code')).toHaveText('docker image prune');

  // Somebody else takes it away meanwhile.
  await engine.docker('image', 'prune', '--force');
  await makeLayeredImage(engine, 'acme/shop:1', [400_000]);
  await prune.submit('Remove 1');
  await expect(prune.dialog).toContainText('The list changed in the meantime');
  await expect(prune.dialog).toContainText('frees 500 kB');
  await prune.submit('Remove 1');
  await expect(prune.dialog).toContainText('Freed 500 kB');
  expect(await engine.docker('images', '--quiet', '--filter', 'dangling=true')).toBe('');
  await prune.button('Done').click();
  await expect(app.commandBar.line).toHaveText('docker image prune');

  await images.freeUpButton.click();
  await prune.dialog.getByRole('radio', { name: 'All that no container uses' }).click();
  const list = prune.dialog.getByRole('list', { name: 'Images to remove' }).getByRole('listitem');
  await expect(list).toContainText(['acme/shop:1', 'berth-e2e/web:1.0']);
  await prune.submit('Remove 2');
  await expect(prune.dialog).toContainText('2 images were removed');
  expect(await engine.docker('images', '--format', '{{.Repository}}:{{.Tag}}')).toBe(engine.image);
});
