import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RegistryFront } from '../../engine/test/registry-front.ts';
import { startRegistry } from '../../engine/test/registry.ts';
import { cancelAndResumePull } from '../journeys/cancelled-pull.ts';
import { saveAndLoadImage } from '../journeys/saved-image.ts';
import { expect, test } from './test.ts';
import { xdotool } from './xdotool.ts';

test('a pull is cancelled and begun again, fails and is tried again', async ({ berth, engine }) => {
  await using registry = await startRegistry();
  await using front = await RegistryFront.start(registry);
  await cancelAndResumePull(berth.app, engine, front);
});

test('an image is saved to a file, removed, and loaded again', async ({ berth, engine, folder }) => {
  await saveAndLoadImage(berth.app, engine, folder);
});

test('the system’s own dialog says where images are saved to', async ({ berth, engine, folder, display }) => {
  test.skip(process.platform !== 'linux', 'its keys are pressed by xdotool');
  const { app, page } = berth;
  const { save } = app.images.forms;
  const name = engine.image;
  await app.go('Images');
  await app.images.choose(name, 'Save');
  const suggested = await save.field('File').inputValue();
  const findDialog = async (...then: string[]) =>
    xdotool(display.env, 'search', '--onlyvisible', '--name', '^Save ', ...then).then(
      ({ stdout }) => stdout.trim(),
      () => '',
    );
  const press = async (...keys: string[]) => {
    await expect.poll(async () => (await findDialog()).length).toBeGreaterThan(0);
    // There is no window manager that would give it the keyboard.
    await findDialog('windowfocus');
    await xdotool(display.env, ...keys);
  };
  /** Its question has no title to be found by: a window as high as a few lines, and no wider than half of the screen. */
  const isAsking = async () => {
    const { stdout } = await xdotool(display.env, 'search', '--onlyvisible', '--name', '.*');
    for (const id of stdout.trim().split('\n')) {
      const found = await xdotool(display.env, 'getwindowgeometry', id).catch(() => null);
      const [, width = 0, height = 0] = (/(\d+)x(\d+)/.exec(found?.stdout ?? '') ?? []).map(Number);
      if (width > 300 && width < 800 && height > 100 && height < 300) return true;
    }
    return false;
  };
  await save.button('Choose a place').click();
  await press('key', 'Escape');
  await expect.poll(async () => (await findDialog()).length).toBe(0);
  await expect(save.field('File')).toHaveValue(suggested);

  const file = join(folder, 'chosen.tar');
  await save.button('Choose a place').click();
  // The name without its end is selected, so that typing replaces just that.
  await press('type', '--delay', '1', join(folder, 'chosen'));
  await press('key', 'Return');
  await expect(save.field('File')).toHaveValue(file);
  await save.submit('Save');
  await expect(save.dialog).toBeHidden();
  await expect(page.getByText(/^Saved /)).toBeVisible();
  expect((await stat(file)).size).toBeGreaterThan(1_000_000);
  // Chosen once more, the file may go: the dialog asks for that.
  await writeFile(file, 'an older one');
  await app.images.choose(name, 'Save');
  await save.button('Choose a place').click();
  await press('type', '--delay', '1', join(folder, 'chosen'));
  expect(await isAsking()).toBe(false);
  await press('key', 'Return');
  await expect.poll(isAsking).toBe(true);
  await expect(save.field('File')).not.toHaveValue(file);
  await xdotool(display.env, 'key', 'Return');
  await expect(save.field('File')).toHaveValue(file);
  await save.submit('Save');
  await expect(save.dialog).toBeHidden();
  await expect.poll(async () => (await stat(file)).size).toBeGreaterThan(1_000_000);
});
