import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService } from '../fixtures/service.ts';
import { BarePage } from './bare-page.ts';
import type { Bench } from './bench.ts';
import { figuresOf } from './figure.ts';
import { openBrowser, openPage } from './rig.ts';
import { median } from './statistics.ts';

const figure = figuresOf('start');
const starts = 5;
const name = 'berth-bench-start';

/** From the start of the process to a painted list, and to an engine that answers. */
export const startBench: Bench = async (say) => {
  await using folder = await makePrivateFolder();
  await using browser = await openBrowser();
  const listMs: number[] = [];
  const cliMs: number[] = [];
  const readyMs: number[] = [];
  {
    await using engine = await startTestEngine();
    await engine.docker('create', '--name', name, engine.image, 'true');
    say(`start: ${starts} starts with an engine that is up`);
    for (let start = 0; start < starts; start++) {
      const before = performance.now();
      await engine.docker('ps', '--all');
      cliMs.push(performance.now() - before);
      const measured = await startWithEngine(browser, engine, join(folder.path, String(start)));
      listMs.push(measured.listMs);
      readyMs.push(measured.readyMs);
    }
  }
  say('start: the bundled engine, stopped before');
  const engineMs = await startBundled(browser, join(folder.path, 'bundled'));
  return [
    figure('list_ms', median(listMs), 'ms', median(listMs) / median(cliMs)),
    figure('ready_line_ms', median(readyMs), 'ms'),
    figure('engine_ms', engineMs, 'ms'),
  ];
};

async function startWithEngine(
  browser: Browser,
  engine: TestEngine,
  folder: string,
): Promise<{ listMs: number; readyMs: number }> {
  await using page = await BarePage.open(browser);
  await using service = await BerthService.start({ folder, hostEngine: engine.socketPath });
  const { paintedMs, timeOrigin } = await page.paintList(service.url, 1, name);
  return { listMs: timeOrigin + paintedMs - service.startedAtMs, readyMs: service.readyAfterMs };
}

/** The second of two starts: the first one unpacks, loads the welcome image, and is not what a person waits for each day. */
async function startBundled(browser: Browser, folder: string): Promise<number> {
  let engineMs = Number.NaN;
  for (let start = 0; start < 2; start++) {
    await using rig = await openPage(browser);
    await using service = await BerthService.start({ folder, sharesBundle: true });
    await rig.page.goto(service.url);
    await rig.page.getByRole('button', { name: /^Engine: .*running/i }).waitFor({ timeout: 180_000 });
    engineMs = performance.timeOrigin + performance.now() - service.startedAtMs;
    await sleep(500);
  }
  return engineMs;
}
