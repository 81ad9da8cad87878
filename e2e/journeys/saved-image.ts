import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { TestEngine } from '../fixtures/engine.ts';
import { makeLayeredImage } from '../fixtures/layered-image.ts';
import type { App } from '../screens/app.ts';

/** An image is saved to a file, which may not be another one's, removed, and loaded again. */
export async function saveAndLoadImage(app: App, engine: TestEngine, folder: string): Promise<void> {
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
}
