import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/** Unit, property and engine tests: everything named `*.test.ts(x)` beside the code. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['engine/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}', 'electron/**/*.test.ts', 'e2e/**/*.test.ts'],
    // Slow ones that `npm test` does without now (electron/launch/slow-tests.ts).
    exclude: [...configDefaults.exclude, ...(process.env['BERTH_TEST_LEFT_OUT'] ?? '').split(':').filter(Boolean)],
    // Style sheets are empty in tests, but where one is read as text.
    css: { include: [/\.css\?raw$/] },
    testTimeout: 30_000,
    // Mostly they wait for daemons: on two cores, two at once take half of the time.
    maxWorkers: 2,
    hookTimeout: 120_000,
  },
});
