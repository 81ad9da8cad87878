import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { findAccessibilityProblems } from '../fixtures/accessibility.ts';
import { fillForPictures } from '../fixtures/picture-engine.ts';
import { expect, test } from '../fixtures/test.ts';
import type { App } from '../screens/app.ts';

const folder = fileURLToPath(new URL('../results/screens/', import.meta.url));
const sizes = [
  { width: 1440, height: 900 },
  { width: 900, height: 600 },
];

async function take(page: Page, name: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    // Animations are at most 220 ms long (design language §15).
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${folder}${name}-${size.width}x${size.height}.png`, animations: 'disabled' });
  }
}

interface View {
  readonly name: string;
  readonly show: (app: App) => Promise<void>;
}

const views: readonly View[] = [
  { name: 'containers', show: (app) => app.go('Containers') },
  {
    name: 'containers-pane',
    show: async (app) => {
      await app.go('Containers');
      await app.containers.open('api');
    },
  },
  {
    name: 'containers-selected',
    show: async (app) => {
      await app.page.keyboard.press('Escape');
      await app.go('Containers');
      await app.containers.select('api', 'web');
    },
  },
  {
    name: 'run-dialog',
    show: async (app) => {
      await app.page.keyboard.press('Escape');
      await app.containers.runButton.click();
      await app.runDialog.dialog.waitFor();
    },
  },
  {
    name: 'remove-dialog',
    show: async (app) => {
      await app.page.keyboard.press('Escape');
      await app.containers.act('mailpit', 'Remove');
      await app.containers.confirmation.waitFor();
    },
  },
  {
    name: 'palette',
    show: async (app) => {
      await app.page.keyboard.press('Escape');
      await app.palette.open();
    },
  },
  {
    name: 'container-logs',
    show: async (app) => {
      await app.page.keyboard.press('Escape');
      await app.containers.openPage('mailpit');
      await expect(app.container.log).toContainText('ready');
    },
  },
  { name: 'container-inspect', show: (app) => app.container.show('Inspect') },
  { name: 'images', show: (app) => app.go('Images') },
  { name: 'volumes', show: (app) => app.go('Volumes') },
  { name: 'networks', show: (app) => app.go('Networks') },
];

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('every page has its picture, and axe finds nothing', async ({ app, engine, page }) => {
      test.slow();
      await fillForPictures(engine);
      await expect(app.containers.row('mailpit')).toContainText('Running');
      const problems: string[] = [];
      for (const { name, show } of views) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await show(app);
        problems.push(...(await findAccessibilityProblems(page)).map((problem) => `${name}: ${problem}`));
        await take(page, `${name}-${colorScheme}`);
      }
      expect(problems).toEqual([]);
    });

    test('the empty list has its picture too', async ({ app, page }) => {
      await expect(app.page.getByText('Run your first container')).toBeVisible();
      expect(await findAccessibilityProblems(page)).toEqual([]);
      await take(page, `containers-empty-${colorScheme}`);
    });
  });
}
