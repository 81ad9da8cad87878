import { expect, test } from '../fixtures/test.ts';

test('a person without a mouse gets everywhere', async ({ app, engine, page }) => {
  const { containers } = app;
  await engine.runIdle('first');
  await engine.docker('create', '--name', 'second', engine.image);
  await expect(containers.row('second')).toBeVisible();

  for (const section of ['Images', 'Volumes', 'Networks', 'Containers'] as const) {
    await app.tabTo(app.link(section));
    await page.keyboard.press('Enter');
    await expect(app.heading).toContainText(section);
  }
  await app.tabTo(containers.grid);
  await page.keyboard.press('Home');
  await app.moveTo(containers.row('first'), 'ArrowDown');
  await page.keyboard.press('s');
  await expect(containers.row('first')).toContainText('Stopped');
  await page.keyboard.press('Space');
  await expect(containers.bulkBar).toContainText('1 selected');
  await page.keyboard.press('Escape');
  await expect(containers.bulkBar).toBeHidden();
  await page.keyboard.press('i');
  await expect(app.container.inspectPanel).toBeVisible();
  await app.tabTo(app.link('Containers'));
  await page.keyboard.press('Enter');
  await expect(containers.row('first')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('sec');
  await expect(containers.row('first')).toHaveCount(0);
  await expect(containers.row('second')).toBeVisible();
});

test('what is typed right after / is for the filter, and no verb of the row that had the focus', async ({
  app,
  engine,
  page,
}) => {
  await engine.runIdle('first');
  const row = app.containers.row('first');
  await row.focus();
  // In one go inside the page, so that no key can wait for the focus to move.
  const focused = await page.evaluate(() => {
    const press = (key: string): void => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    };
    press('/');
    const { tagName } = document.activeElement ?? document.body;
    press('s');
    return tagName;
  });
  expect(focused).toBe('INPUT');
  await expect(app.containers.filterField).toBeFocused();
  await expect(row).toContainText('Running');
  await expect(row).not.toContainText('Stopping');
});

test('focus is always to be seen', async ({ app, engine, page }) => {
  await engine.docker('create', '--name', 'only', engine.image);
  await expect(app.containers.row('only')).toBeVisible();
  for (let stop = 0; stop < 25; stop++) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return true;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
      const ownsRing = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      return ownsRing || focused.matches('input') || focused.outerHTML.slice(0, 200);
    });
    expect(seen).toBe(true);
  }
});
