import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/** Slow ones that `npm test` does without now (electron/launch/slow-tests.ts). */
const leftOut = (process.env['BERTH_TEST_LEFT_OUT'] ?? '').split(':').filter(Boolean);
const exclude = [...configDefaults.exclude, ...leftOut];
const light = ['renderer/**/*.test.{ts,tsx}', 'engine/contract/**/*.test.ts'];

/** Unit, property and engine tests: everything named `*.test.ts(x)` beside the code. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    projects: [
      {
        extends: true,
        // They touch no process, file or timer of their worker but their own: the modules are read once for all of them.
        test: { name: 'light', isolate: false, include: light },
      },
      {
        extends: true,
        test: { name: 'engine', include: ['{engine,electron,e2e}/**/*.test.ts'], exclude: [...exclude, ...light] },
      },
    ],
    exclude,
    // Style sheets are empty in tests, but where one is read as text.
    css: { include: [/\.css\?raw$/] },
    testTimeout: 30_000,
    // Mostly they wait for daemons: on two cores, two at once take half of the time.
    maxWorkers: 2,
    hookTimeout: 120_000,
  },
});
