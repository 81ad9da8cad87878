import { createRequire } from 'node:module';
import process from 'node:process';

/** Set by whoever starts the app through Playwright. */
const name = 'BERTH_E2E_DRIVER';

/**
 * Lets the app open nothing before Playwright is there: a window that comes while Playwright attaches itself is now and then never heard of, and
 * `launch` waits for ever (Playwright 1.65, Electron 22; seen in 174 starts, three at a time). Playwright calls `__playwright_run` when
 * it is ready; what defines it otherwise is its loader, which only unpackaged apps of the `electron` package get.
 */
function waitForDriver(): void {
  if (process.env[name] === undefined) return;
  // Not for what the app starts: nobody drives that.
  delete process.env[name];
  if ((process as { type?: string }).type !== 'browser') return;
  const { app } = createRequire(__filename)('electron') as { app: { whenReady: () => Promise<void> } };
  const whenReady = app.whenReady.bind(app);
  const driver = Promise.withResolvers<void>();
  Object.assign(globalThis, { __playwright_run: driver.resolve });
  app.whenReady = async () => {
    await whenReady();
    await driver.promise;
  };
}

waitForDriver();
