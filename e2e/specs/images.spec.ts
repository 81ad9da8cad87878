import { startCrowd } from '../../engine/test/crowd.ts';
import { findAccessibilityProblems } from '../fixtures/accessibility.ts';
import { makeLayeredImage } from '../fixtures/layered-image.ts';
import { expect, test } from '../fixtures/test.ts';

test('images are listed live, run and removed', async ({ app, engine }) => {
  await app.go('Images');
  await engine.docker('tag', engine.webImage, 'copy/of-it:2.0');
  await expect(app.images.row('copy/of-it')).toContainText('2.0');

  await app.images.act('copy/of-it', 'Run');
  await app.runDialog.enter({ name: 'from-image', hostPort: 'any' });
  await app.runDialog.run();
  await app.go('Containers');
  await expect(app.containers.row('from-image')).toContainText('Running');
  expect(await engine.docker('inspect', '--format', '{{.Config.Image}}', 'from-image')).toBe('copy/of-it:2.0');

  await engine.docker('rm', '--force', 'from-image');
  await app.go('Images');
  await app.images.act('copy/of-it', 'Remove');
  await expect(app.images.confirmation).toContainText('copy/of-it:2.0');
  await app.images.confirm('Remove');
  await expect(app.images.confirmation).toBeHidden();
  await expect(app.images.row('copy/of-it')).toHaveCount(0);
  expect(await engine.docker('images', '--quiet', 'copy/of-it')).toBe('');
});

test('an image that a container uses is not removed but by force, and the page says who uses it', async ({
  app,
  engine,
}) => {
  await makeLayeredImage(engine, 'acme/used:1', [1000]);
  await engine.docker('create', '--name', 'user-of-it', 'acme/used:1');
  await app.go('Images');
  await app.images.act('acme/used', 'Remove');
  await expect(app.images.confirmation).toContainText('Container user-of-it, which uses it');
  await app.images.confirm('Remove');
  await expect(app.images.confirmation.getByText(/Container \S+ uses this image/)).toBeVisible();
  expect(await engine.docker('images', '--quiet', 'acme/used:1')).not.toBe('');

  await app.images.confirmation.getByRole('checkbox', { name: 'Remove by force' }).check();
  await expect(app.images.confirmation.getByRole('code')).toHaveText('docker image rm --force acme/used:1');
  await app.images.confirm('Remove');
  await expect(app.images.confirmation).toBeHidden();
  await expect(app.images.row('acme/used')).toHaveCount(0);
  expect(await engine.docker('ps', '--all', '--quiet', '--filter', 'name=user-of-it')).not.toBe('');
});

test('tags of a repository fold under its name; details tell names, users, steps and the record', async ({
  app,
  engine,
}) => {
  await engine.docker('tag', engine.webImage, 'acme/web:1');
  await engine.docker('tag', engine.webImage, 'acme/web:2');
  await engine.docker('create', '--name', 'a-user', 'acme/web:2');
  const { images } = app;
  await app.go('Images');
  const group = images.grid.getByRole('row', { name: 'acme/web', exact: true });
  await expect(group).toContainText('2 tags');
  await group.focus();
  await app.page.keyboard.press('ArrowLeft');
  await expect(images.row('acme/web:1')).toHaveCount(0);
  await app.page.keyboard.press('ArrowRight');
  await expect(images.row('acme/web:1')).toBeVisible();

  await images
    .row('acme/web:2')
    .getByRole('button', { name: '1 container' })
    .or(images.row('acme/web:2').getByText('1 container'))
    .first()
    .click();
  await expect(images.pane.getByRole('link', { name: 'a-user' })).toBeVisible();
  await images.open('acme/web:2', 'Tags');
  await expect(images.pane).toContainText('acme/web:1');
  await images.open('acme/web:2', 'History');
  await expect(
    images.pane.getByRole('list', { name: /^How acme\/web:2 was made/ }).getByRole('listitem'),
  ).not.toHaveCount(0);
  await images.open('acme/web:2', 'Inspect');
  await expect(images.pane).toContainText('"RepoTags"');
  await expect(app.commandBar.line).toHaveText('docker image inspect acme/web:2');
  await app.page.keyboard.press('Escape');
  await expect(images.pane).toHaveCount(0);
});

test('keys alone pull, tag and remove', async ({ app, engine }) => {
  const { images } = app;
  await app.go('Images');
  await app.page.keyboard.press('ControlOrMeta+n');
  await expect(images.forms.pull.field('Image')).toBeFocused();
  await app.page.keyboard.press('Escape');
  await expect(images.forms.pull.dialog).toBeHidden();
  await images.row('berth-e2e/web').focus();
  await app.page.keyboard.press('t');
  await expect(images.forms.tag.field('New name')).toBeFocused();
  await app.page.keyboard.type('by/keys:1');
  await app.page.keyboard.press('Enter');
  await expect(images.row('by/keys')).toBeVisible();
  await images.row('by/keys').focus();
  await app.page.keyboard.press('Delete');
  await expect(images.confirmation.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await app.page.keyboard.press('Tab');
  await app.page.keyboard.press('Enter');
  await expect(images.confirmation).toBeHidden();
  await expect(images.row('by/keys')).toHaveCount(0);
  expect(await engine.docker('images', '--quiet', 'by/keys')).toBe('');
});

test('the palette opens the forms and names what an image can do', async ({ app }) => {
  await app.palette.open();
  await app.palette.type('pull');
  await app.palette.choose(/^Pull an image/);
  await expect(app.images.forms.pull.dialog).toBeVisible();
  await app.closeDialogs();
  await app.palette.open();
  await app.palette.type('push web');
  await app.palette.choose(/^Push berth-e2e\/web:1\.0/);
  await expect(app.images.forms.push.field('Image')).toHaveValue('berth-e2e/web:1.0');
});

test.describe('five thousand images', () => {
  test.use({
    engineSocket: async ({ folder }, use) => {
      await using crowd = await startCrowd({ socketPath: `${folder}/crowd.sock`, containers: 10, images: 5000 });
      await use(crowd.socketPath);
    },
  });

  test('are filtered, told apart by use, and pass axe', async ({ app }) => {
    const { images } = app;
    await app.go('Images');
    const all = Number(await images.grid.getAttribute('aria-rowcount'));
    expect(all).toBeGreaterThanOrEqual(5000);
    expect(await images.grid.getByRole('row').count()).toBeLessThan(80);
    await images.filter('4999');
    await expect.poll(async () => Number(await images.grid.getAttribute('aria-rowcount'))).toBeLessThan(20);
    await app.page.keyboard.press('Escape');
    await images.show('In use');
    await expect.poll(async () => Number(await images.grid.getAttribute('aria-rowcount'))).toBeLessThan(all);
    expect(await findAccessibilityProblems(app.page)).toEqual([]);
  });
});
