import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeLayeredImage } from '../fixtures/layered-image.ts';
import { expect, test } from '../fixtures/test.ts';

test('an image is saved to a file, removed, and loaded again', async ({ app, engine, folder }) => {
  await makeLayeredImage(engine, 'acme/shop:1', [3_000_000]);
  const id = await engine.docker('images', '--quiet', 'acme/shop:1');
  const file = join(folder, 'shop.tar');
  const taken = join(folder, 'taken.tar');
  await writeFile(taken, 'somebody’s');
  const { images } = app;
  const { save, load } = images.forms;
  await app.go('Images');
  await images.choose('acme/shop', 'Save');
  await expect(save.field('File')).toHaveValue(/\.tar$/);
  await save.enter({ File: taken });
  await save.submit('Save');
  await expect(save.field('File')).toHaveAttribute('aria-invalid', 'true');
  await expect(save.dialog).toContainText(taken);
  await save.enter({ File: file });
  await save.submit('Save');
  await expect(save.dialog).toBeHidden();
  await expect(app.page.getByText('Saved acme/shop:1')).toBeVisible();
  await expect(app.commandBar.line).toHaveText(`docker save --output ${file} acme/shop:1`);

  await images.act('acme/shop', 'Remove');
  await images.confirm('Remove');
  await expect(images.row('acme/shop')).toHaveCount(0);
  await images.chooseMore('Load from a file');
  await load.submit('Load');
  await expect(load.dialog).toContainText('Choose a file first');
  await load.field('File to load').setInputFiles(file);
  await load.submit('Load');
  await expect(load.dialog).toBeHidden();
  await expect(images.row('acme/shop')).toBeVisible();
  await expect(app.page.getByText('Loaded acme/shop:1')).toBeVisible();
  expect(await engine.docker('images', '--quiet', 'acme/shop:1')).toBe(id);
});

test('a file system becomes an image; what is no archive is told in words', async ({ app, engine, folder }) => {
  const root = join(folder, 'root.tar');
  await engine.docker('create', '--name', 'to-export', engine.image, 'true');
  await engine.docker('export', '--output', root, 'to-export');
  const { images } = app;
  const { load } = images.forms;
  await app.go('Images');
  await images.chooseMore('Import');
  await load.field('File to load').setInputFiles(root);
  await load.enter({ 'Name for the image': 'acme/root:1' });
  await expect(load.dialog.getByRole('code')).toHaveText('docker import root.tar acme/root:1');
  await load.submit('Import');
  await expect(images.row('acme/root')).toBeVisible();
  expect(await engine.docker('run', '--rm', '--network', 'none', 'acme/root:1', 'echo', 'alive')).toBe('alive');

  const broken = join(folder, 'broken.tar');
  await writeFile(broken, 'This is no archive.'.repeat(1000));
  await images.chooseMore('Load from a file');
  await load.field('File to load').setInputFiles(broken);
  await load.submit('Load');
  await expect(images.transfers.rowOnPage('Load broken.tar')).toContainText(/archive|file/i);
});
