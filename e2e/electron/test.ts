import { test as base } from '../fixtures/test.ts';
import { type Display, openDisplay } from './display.ts';
import { ElectronApp, type LaunchOptions } from './electron-app.ts';
import { getTestElectron, type TestElectron } from './runtime/test-electron.ts';

type Runtime = Exclude<TestElectron, { reason: string }>;

interface EachTest {
  /** Starts the app; it is quit at the end of the test. */
  launch: (options: Omit<LaunchOptions, 'electron' | 'folder'> & { folder?: string }) => Promise<ElectronApp>;
  /** The app on the worker's engine, with the page loaded. */
  berth: ElectronApp;
}

interface EachWorker {
  found: TestElectron;
  display: Display;
}

/** Like the journeys' fixtures, but for the app in a real Electron; skipped where none can be had. */
export const test = base.extend<EachTest & { runtime: Runtime }, EachWorker>({
  found: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of a fixture's needs from this pattern.
    async ({}, use) => {
      await use(await getTestElectron());
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  display: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await using display = await openDisplay();
      await use(display);
    },
    { scope: 'worker' },
  ],
  runtime: async ({ found }, use) => {
    test.skip('reason' in found, 'reason' in found ? `No Electron: ${found.reason}` : '');
    if ('reason' in found) return;
    test.info().annotations.push({ type: 'electron', description: found.version });
    await use(found);
  },
  launch: async ({ runtime, display, folder }, use) => {
    await using stack = new AsyncDisposableStack();
    await use(async (options) => {
      const env = { ...display.env, ...options.env };
      return stack.use(await ElectronApp.launch({ electron: runtime, folder, ...options, env }));
    });
  },
  berth: async ({ launch, engineSocket }, use) => {
    const berth = await launch({ hostEngine: engineSocket });
    await berth.app.navigation.waitFor();
    await use(berth);
  },
});

export { expect } from '@playwright/test';
