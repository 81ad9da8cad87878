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

test('an image that a container uses is not removed, and the page says why', async ({ app, engine }) => {
  await engine.docker('create', '--name', 'user-of-it', engine.image);
  await app.go('Images');
  const [repository = ''] = engine.image.split(':');
  await app.images.act(repository, 'Remove');
  await app.images.confirm('Remove');
  await expect(app.page.getByText(/Container \S+ uses this image/).first()).toBeVisible();
  expect(await engine.docker('images', '--quiet', engine.image)).not.toBe('');
});
