import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures/test.ts';
import { saveAndLoadImage } from '../journeys/saved-image.ts';

test('an image is saved to a file, removed, and loaded again', async ({ app, engine, folder }) => {
  await saveAndLoadImage(app, engine, folder);
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
