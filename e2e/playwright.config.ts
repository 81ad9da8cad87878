import { defineConfig } from '@playwright/test';
import { headlessLaunch } from './fixtures/chromium.ts';

/** Journeys through the built app: in a browser through `serve`, and in Electron. */
export default defineConfig({
  forbidOnly: true,
  retries: 0,
  // A browser, a service and a dockerd for each worker: two keep two cores busy.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  outputDir: './results/artifacts',
  reporter: [['list'], ['json', { outputFile: './results/playwright.json' }]],
  use: {
    actionTimeout: 10_000,
    screenshot: 'only-on-failure',
    // Steps only: recording pictures and documents of every test doubles what the whole project takes.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
  },
  projects: [
    {
      name: 'chromium',
      testDir: './specs',
      // Slow ones that `npm test` does without now (electron/launch/slow-tests.ts).
      testIgnore: (process.env['BERTH_TEST_LEFT_OUT'] ?? '')
        .split(':')
        .filter(Boolean)
        .map((file) => `**/${file}`),
      use: { browserName: 'chromium', viewport: { width: 1440, height: 900 }, launchOptions: headlessLaunch },
    },
    { name: 'electron', testDir: './electron', testMatch: '**/*.spec.ts', workers: 1 },
  ],
});
