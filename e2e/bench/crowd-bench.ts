import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { type Crowd, spawnCrowd } from '../../engine/test/crowd.ts';
import { createDockerCli, type DockerCli, findDockerProgram } from '../fixtures/docker-cli.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService } from '../fixtures/service.ts';
import { BarePage } from './bare-page.ts';
import type { Bench } from './bench.ts';
import { type Figure, figuresOf } from './figure.ts';
import { heapMegabytesOf, openBrowser, openPage, paintList, spentOf } from './rig.ts';
import { median, percentile } from './statistics.ts';

const figure = figuresOf('crowd');
const counts = [500, 2000, 5000] as const;
const navigations = 5;
const patches = 10;
/** Of the wheel: four seconds may fall into one in which the machine is slow. */
const turns = 3;
/** A frame later than this after the change would be another patch's. */
const settleMs = 400;
/** After so long nothing is left to do of the page that was closed before. */
const teardownMs = 400;
const paletteQuery = 'stop service-1';
/** Somebody looks at the list for a moment before they scroll. */
const lookMs = 1500;

/** Thousands of synthetic containers: first paint, a patch of three rows, a search, scrolling, memory. */
export const crowdBench: Bench = async (say) => {
  await using folder = await makePrivateFolder();
  const program = await findDockerProgram();
  const figures: Figure[] = [];
  await using browser = await openBrowser();
  for (const count of counts) {
    say(`crowd: ${count} containers`);
    const home = join(folder.path, String(count));
    await using crowd = await spawnCrowd({ socketPath: `${home}.sock`, containers: count, images: count });
    await using service = await BerthService.start({ folder: home, hostEngine: crowd.socketPath });
    const docker = program === null ? null : createDockerCli(program, crowd.socketPath, folder.path);
    figures.push(...(await measure(browser, service, crowd, docker, count)));
  }
  return figures;
};

async function measure(
  browser: Browser,
  service: BerthService,
  crowd: Crowd,
  docker: DockerCli | null,
  count: number,
): Promise<Figure[]> {
  const name = await firstName(browser, service);
  const paintedMs: number[] = [];
  const cliMs: number[] = [];
  for (let run = 0; run < navigations; run++) {
    await using page = await BarePage.open(browser);
    await sleep(teardownMs);
    paintedMs.push((await page.paintList(service.url, 10, name)).paintedMs);
    if (docker === null) continue;
    const before = performance.now();
    await docker('ps', '--all', '--no-trunc');
    cliMs.push(performance.now() - before);
  }
  const painted = median(paintedMs);
  const figures = [figure(`${count}_ms`, painted, 'ms', ...(cliMs.length === 0 ? [] : [painted / median(cliMs)]))];
  await using rig = await openPage(browser);
  await paintList(rig, service.url, 10, name);
  if (count === 2000) figures.push(figure('heap_mb', await heapMegabytesOf(rig.cdp), 'MB'));
  if (count !== 5000) return figures;
  figures.push(...(await patchFigures(rig.page, rig.cdp, crowd)), await paletteFigure(rig.page, rig.cdp));
  figures.push(...(await scrollFigures(browser, service.url, name)));
  return figures;
}

/** Opens the page once, which also warms up the service, and answers the name on its first row. */
async function firstName(browser: Browser, service: BerthService): Promise<string> {
  await using rig = await openPage(browser);
  await rig.page.goto(service.url);
  const row = rig.page.locator('[role=row][data-row-id]:not([aria-expanded])').first();
  return (await row.getAttribute('aria-label'))?.split(', ')[0] ?? '';
}

async function patchFigures(page: Page, cdp: CDPSession, crowd: Crowd): Promise<Figure[]> {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const ids = await shownIds(page);
  const script: number[] = [];
  const layout: number[] = [];
  for (let patch = 0; patch < patches; patch++) {
    const before = await spentOf(cdp);
    await crowd.change(ids);
    await sleep(settleMs);
    const after = await spentOf(cdp);
    script.push(after.scriptMs - before.scriptMs);
    layout.push(after.layoutMs - before.layoutMs);
  }
  return [figure('patch_ms', median(script), 'ms'), figure('patch_layout_ms', median(layout), 'ms')];
}

/** Three containers whose rows are on the first screen. */
async function shownIds(page: Page): Promise<string[]> {
  const rows = page.locator('[role=row][data-row-id]:not([aria-expanded])');
  const ids = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-row-id') ?? ''));
  return ids.slice(0, 3);
}

/** What a letter in the palette costs, which looks through all containers and images. */
async function paletteFigure(page: Page, cdp: CDPSession): Promise<Figure> {
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox').waitFor();
  const spent: number[] = [];
  for (const letter of paletteQuery) {
    const before = await spentOf(cdp);
    await page.keyboard.type(letter);
    await sleep(settleMs);
    const after = await spentOf(cdp);
    spent.push(after.scriptMs + after.layoutMs - before.scriptMs - before.layoutMs);
  }
  await page.keyboard.press('Escape');
  return figure('palette_ms', median(spent), 'ms');
}

async function scrollFigures(browser: Browser, url: string, name: string): Promise<Figure[]> {
  await using page = await BarePage.open(browser);
  await page.paintList(url, 10, name);
  await sleep(lookMs);
  const before = await page.size();
  const deltas: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    // As a hand on a wheel: 3 s down and 1 s up.
    deltas.push(...(await page.wheel(Array.from({ length: 250 }, (_, notch) => (notch < 190 ? 240 : -240)))));
    await sleep(lookMs);
  }
  const after = await page.size();
  return [
    figure('scroll_p95_ms', percentile(deltas, 0.95), 'ms'),
    figure('scroll_worst_ms', Math.max(...deltas), 'ms'),
    figure('scroll_frames', deltas.length, 'count'),
    figure('rows', Math.max(before.rows, after.rows), 'count'),
    figure('nodes', Math.max(before.nodes, after.nodes), 'count'),
  ];
}
