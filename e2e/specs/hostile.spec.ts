import { startCrowd } from '../../engine/test/crowd.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({
  engineSocket: async ({ folder }, use) => {
    await using crowd = await startCrowd({
      socketPath: `${folder}/crowd.sock`,
      containers: 3,
      images: 4,
      hostile: true,
    });
    await use(crowd.socketPath);
  },
});

test('names that try to be markup, script or another direction are shown as text', async ({ app, page }) => {
  await page.setViewportSize({ width: 1440, height: 1400 });
  await expect(app.containers.grid).toContainText('<img src=x onerror=');
  await expect(app.containers.grid).toContainText('<script>');
  await expect(app.containers.grid).toContainText('{{constructor.constructor');
  expect(await page.title()).not.toContain('owned');
  expect(await page.locator('body img[src="x"], body script:not([src])').count()).toBe(0);
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(widths[0], 'a very long name does not widen the page').toBeLessThanOrEqual(widths[1] ?? 0);
  // A right-to-left override in one name must not turn what stands beside it.
  const bidi = app.containers.rows.filter({ hasText: 'gnp.exe' }).first();
  await expect(bidi.locator('bdi, [dir]').first()).toBeAttached();
  await app.palette.open();
  await app.palette.type('onerror');
  await expect(app.palette.options.first()).toContainText('<img src=x onerror=');
});
