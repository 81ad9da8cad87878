import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { type Crowd, spawnCrowd } from '../../engine/test/crowd.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService, dockerConfigFolder } from '../fixtures/service.ts';
import type { Bench } from './bench.ts';
import { figuresOf } from './figure.ts';
import { proportionalMegabytesOf } from './process-cost.ts';
import { openBrowser, openPage, paintList } from './rig.ts';
import { median, percentile } from './statistics.ts';

const figure = figuresOf('engines');
/** The first engine is the one of the storm. */
const sizes = [5000, 500, 500] as const;
const turns = 10;
/** What a start and the first lists leave to do is over by then. */
const settleMs = 5000;
const idleMs = 30_000;
const changesPerSecond = 100;
const stormSeconds = 10;
/** Of the changed containers so many are on the screen. */
const watchedRows = 10;

/** Three synthetic engines at once: turning from one to another, idle requests, a storm of events, memory. */
export const enginesBench: Bench = async (say) => {
  await using folder = await makePrivateFolder();
  await using crowds = new AsyncDisposableStack();
  const engines: Crowd[] = [];
  for (const [at, containers] of sizes.entries()) {
    const socketPath = join(folder.path, `engine-${at}.sock`);
    engines.push(crowds.use(await spawnCrowd({ socketPath, containers, images: containers, seed: at + 1 })));
  }
  const [first, ...others] = engines;
  if (first === undefined) throw new Error('There is no engine.');
  const home = join(folder.path, 'b');
  for (const [at, { socketPath }] of others.entries()) await writeContext(home, `crowd${at}`, socketPath);
  await using service = await BerthService.start({ folder: home, hostEngine: first.socketPath });
  await using browser = await openBrowser();
  await using rig = await openPage(browser);
  const { page } = rig;
  await paintList(rig, service.url, 10, '');
  await sleep(settleMs);

  say(`engines: ${turns} turns from one to another`);
  const ids = [service.engineId, 'context:crowd0', 'context:crowd1'];
  const turnsMs: number[] = [];
  for (let turn = 1; turn <= turns; turn++) turnsMs.push(await turnTo(page, ids[turn % ids.length] ?? ''));
  await turnTo(page, service.engineId);

  say(`engines: ${idleMs / 1000} s idle`);
  await sleep(settleMs);
  for (const engine of engines) await engine.resetRequests();
  await sleep(idleMs);
  let requests = 0;
  for (const engine of engines) {
    requests += Object.values(await engine.requests()).reduce((sum, count) => sum + count, 0);
    if ((await engine.eventStreams()) !== 1) throw new Error('An engine is not followed by exactly one stream.');
  }
  const megabytes = proportionalMegabytesOf(service.pid);

  say(`engines: ${changesPerSecond} changes a second for ${stormSeconds} s`);
  const delays = await storm(page, first);
  return [
    figure('switch_ms', median(turnsMs), 'ms'),
    figure('switch_worst_ms', Math.max(...turnsMs), 'ms'),
    figure('idle_requests', requests, 'count'),
    figure('storm_p50_ms', percentile(delays, 0.5), 'ms'),
    figure('storm_p99_ms', percentile(delays, 0.99), 'ms'),
    figure('service_mb', megabytes, 'MB'),
  ];
};

/** As `docker context create` writes it: a folder that is called after the SHA-256 of the name. */
async function writeContext(home: string, name: string, socketPath: string): Promise<void> {
  const hash = createHash('sha256').update(name).digest('hex');
  const folder = join(dockerConfigFolder(home), 'contexts', 'meta', hash);
  await mkdir(folder, { recursive: true });
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: `unix://${socketPath}` } } };
  await writeFile(join(folder, 'meta.json'), JSON.stringify(meta));
}

/** Goes to the containers of an engine; milliseconds until its own rows are painted. */
async function turnTo(page: Page, engineId: string): Promise<number> {
  return page.evaluate(async (id) => {
    const rowsOf = () => [...document.querySelectorAll('[role=row][data-row-id]')];
    const before = new Set(rowsOf());
    const startMs = performance.now();
    window.location.hash = `#/e/${encodeURIComponent(id)}/containers`;
    const paintedMs = await window.berthProbe.painted(() => {
      const rows = rowsOf();
      return rows.length >= 10 && rows.every((row) => !before.has(row));
    });
    return paintedMs - startMs;
  }, engineId);
}

/** Changes containers all the time; from each change of one on the screen to its painted row, in milliseconds. */
async function storm(page: Page, crowd: Crowd): Promise<number[]> {
  const watched = await page
    .locator('[role=row][data-row-id]:not([aria-expanded])')
    .evaluateAll((rows, most) => rows.slice(0, most).map((row) => row.getAttribute('data-row-id') ?? ''), watchedRows);
  const rest = (await crowd.ids()).filter((id) => !watched.includes(id));
  await page.evaluate((ids) => {
    const seen: Record<string, number[]> = {};
    const text = new Map<string, string>();
    const look = () => {
      for (const id of ids) {
        const now = document.querySelector(`[data-row-id="${id}"]`)?.textContent ?? '';
        if (text.get(id) === now) continue;
        text.set(id, now);
        (seen[id] ??= []).push(performance.timeOrigin + performance.now());
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(window, { berthSeen: seen });
  }, watched);
  const changedAtMs: { readonly id: string; readonly atMs: number }[] = [];
  const startMs = performance.now();
  for (let change = 0; change < changesPerSecond * stormSeconds; change++) {
    const dueMs = startMs + (change * 1000) / changesPerSecond;
    await sleep(Math.max(0, dueMs - performance.now()));
    const isWatched = change % 10 === 0;
    const id = isWatched ? watched[(change / 10) % watched.length] : rest[change % rest.length];
    if (id === undefined) continue;
    if (isWatched) changedAtMs.push({ id, atMs: performance.timeOrigin + performance.now() });
    await crowd.change([id]);
  }
  await sleep(settleMs);
  const seen = await page.evaluate(() => (window as unknown as { berthSeen: Record<string, number[]> }).berthSeen);
  return changedAtMs.map(({ id, atMs }) => (seen[id]?.find((paintedMs) => paintedMs >= atMs) ?? Infinity) - atMs);
}
