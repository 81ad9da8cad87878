import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { chromiumLaunch } from '../fixtures/chromium.ts';
import { installProbe } from './probe.ts';

/** A browser with one page that has the probe, and the wire to its inside. */
export interface Rig extends AsyncDisposable {
  readonly page: Page;
  readonly cdp: CDPSession;
}

/** Opens a fresh page in its own context, so that nothing is cached from the one before. */
export async function openPage(browser: Browser): Promise<Rig> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await installProbe(page);
  return { page, cdp, [Symbol.asyncDispose]: () => context.close() };
}

/** Starts the browser as the tests do. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch(chromiumLaunch);
}

/**
 * Opens the address and answers when its list was painted with at least so many of its rows; milliseconds since the navigation began.
 * `name` is one that stands on the first screen.
 */
export async function paintList({ page, cdp }: Rig, url: string, rows: number, name: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  // Playwright's own `evaluate` counts as a click or key of the user's, after which the page does more than when it is only opened.
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `window.berthProbe.painted(${isListPainted(rows, name)})`,
    awaitPromise: true,
    returnByValue: true,
    userGesture: false,
  });
  return Number(result.value);
}

/** The text of a function that tells whether so many rows are there, and the name on one of them. */
export function isListPainted(rows: number, name: string): string {
  return `() => {
    const shown = document.querySelectorAll('[role=row][data-row-id]');
    return shown.length >= ${rows} && [...shown].some(({ textContent }) => textContent.includes(${JSON.stringify(name)}));
  }`;
}

/** Time that the page spent since it was opened, by kind; milliseconds. */
export async function spentOf(cdp: CDPSession): Promise<{ scriptMs: number; layoutMs: number; taskMs: number }> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name: string): number => (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN) * 1000;
  return {
    scriptMs: of('ScriptDuration'),
    layoutMs: of('LayoutDuration') + of('RecalcStyleDuration'),
    taskMs: of('TaskDuration'),
  };
}

/** The page's JavaScript heap after a collection; megabytes. */
export async function heapMegabytesOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.enable');
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}
