import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { findAccessibilityProblems } from '../fixtures/accessibility.ts';
import type { App } from './app.ts';

const folder = fileURLToPath(new URL('../results/screens/', import.meta.url));
const wide = { width: 1440, height: 900 };
const narrow = { width: 900, height: 600 };
/** Pictures are for eyes, and take half of the time. */
const takesPictures = process.env['BERTH_PICTURES'] === '1';

/** Something to take pictures of. */
export interface View {
  readonly name: string;
  readonly show: (app: App) => Promise<void>;
}

/** Answers what axe finds in what is shown, in both themes; with `BERTH_PICTURES=1` takes its pictures in both sizes too. */
export async function look(page: Page, name: string): Promise<string[]> {
  const problems: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const size of takesPictures ? [narrow, wide] : [wide]) {
      await page.setViewportSize(size);
      await untilStill(page);
      const path = `${folder}${name}-${colorScheme}-${size.width}x${size.height}.png`;
      if (takesPictures) await page.screenshot({ path });
    }
    // Another theme has other colours, and everything else is the same.
    const found = await findAccessibilityProblems(page, colorScheme === 'light' ? ['color-contrast'] : undefined);
    problems.push(...found.map((problem) => `${name}, ${colorScheme}: ${problem}`));
  }
  return problems;
}

/** Waits until what was begun is drawn, and no animation that ends is under way; spinners go on. */
async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const ending = () =>
      document.getAnimations().filter(({ effect, playState }) => {
        const end = effect?.getComputedTiming().endTime;
        return playState === 'running' && typeof end === 'number' && Number.isFinite(end);
      });
    // A surface that is being drawn begins its animation a frame later.
    for (let stillFrames = 0; stillFrames < 3; stillFrames = ending().length === 0 ? stillFrames + 1 : 0) await frame();
  });
}

/** The same for one view after the other. */
export async function lookAt(app: App, views: readonly View[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, show } of views) {
    await show(app);
    problems.push(...(await look(app.page, name)));
  }
  return problems;
}
