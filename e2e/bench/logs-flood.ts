import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { LogReader } from '../../engine/test/log-reader.ts';
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService } from '../fixtures/service.ts';
import { type Figure, figuresOf } from './figure.ts';
import { connectToService, startPrinting } from './logs-rig.ts';
import { proportionalMegabytesOf, rendererOf } from './process-cost.ts';
import { openBrowser, openPage } from './rig.ts';
import { percentile } from './statistics.ts';

const figure = figuresOf('logs');
const floodLines = 4_000_000;
const followLines = 1_000_000;
const manyContainers = 50;
const manyMs = 15_000;
const sampleMs = 250;
/** The kernel walks all of a process's memory to tell its share: four times a second that took an eighth of a core. */
const weighMs = 1000;

/** One container that prints four million lines as fast as the engine takes them, and fifty that print 2,000 a second each. */
export async function floodFigures(say: (line: string) => void): Promise<Figure[]> {
  await using folder = await makePrivateFolder();
  await using engine = await startTestEngine();
  await using service = await BerthService.start({ folder: join(folder.path, 'b'), hostEngine: engine.socketPath });
  await using browser = await openBrowser();
  await using rig = await openPage(browser);
  await rig.page.goto(service.url);
  say(`logs: one container prints ${floodLines} lines`);
  const figures = await oneFlood(engine, service, rig.page);
  say(`logs: ${followLines} lines followed through the API, and by docker logs -f`);
  figures.push(await followFigure(engine, service));
  say(`logs: ${manyContainers} containers print 2,000 lines a second each`);
  figures.push(...(await manyFloods(engine, rig.page)));
  return figures;
}

/** What the page records of itself. */
interface PageRecord {
  readonly frames: { stop(): number[] };
  readonly lags: number[];
  readonly timer: number;
}

/** What the page and the service go through while lines come. */
class Watch {
  readonly #page: Page;
  readonly #service: BerthService | null;
  serviceMegabytes = 0;
  pageMegabytes = 0;
  #isOver = false;
  #done: Promise<void> = Promise.resolve();

  constructor(page: Page, service: BerthService | null) {
    this.#page = page;
    this.#service = service;
  }

  /** The page looks at itself: a question from outside would hold up the frames that it asks about. */
  async start(): Promise<void> {
    await this.#page.evaluate((lagMs) => {
      const lags: number[] = [];
      // The newest row's own time against the clock: both are this machine's.
      const look = (): void => {
        const rows = [...document.querySelectorAll('[role=log] [data-row]')];
        const times = rows.map((row) => Date.parse(row.querySelector('[title]')?.getAttribute('title') ?? ''));
        const newest = Math.max(...times.filter((ms) => !Number.isNaN(ms)));
        if (Number.isFinite(newest)) lags.push(Date.now() - newest);
      };
      const record: PageRecord = {
        frames: window.berthProbe.frames(),
        lags,
        timer: window.setInterval(look, lagMs),
      };
      Object.assign(window, { berthRecord: record });
    }, sampleMs);
    this.#done = this.#weigh();
  }

  /** Ends it; answers the distances between frames and how far behind the newest row was, in milliseconds. */
  async stop(): Promise<{ frames: number[]; lags: number[] }> {
    this.#isOver = true;
    await this.#done;
    return this.#page.evaluate(() => {
      const { frames, lags, timer } = (window as unknown as { berthRecord: PageRecord }).berthRecord;
      window.clearInterval(timer);
      return { frames: frames.stop(), lags };
    });
  }

  async #weigh(): Promise<void> {
    while (!this.#isOver) {
      if (this.#service !== null)
        this.serviceMegabytes = Math.max(this.serviceMegabytes, proportionalMegabytesOf(this.#service.pid));
      this.pageMegabytes = Math.max(this.pageMegabytes, proportionalMegabytesOf(rendererOf(process.pid)));
      await sleep(weighMs);
    }
  }
}

async function oneFlood(engine: TestEngine, service: BerthService, page: Page): Promise<Figure[]> {
  const before = performance.now();
  const log = await startPrinting(engine, 'berth-bench-flood', 'json-file', floodLines);
  await page.goto(`${service.origin}/#/containers/${log.id}/logs`);
  await page.locator('[role=log] [data-row]').first().waitFor();
  const watch = new Watch(page, service);
  await watch.start();
  await engine.docker('wait', log.name);
  const printedMs = performance.now() - before;
  const { frames, lags } = await watch.stop();
  const client = await connectToService(service);
  await using reader = await LogReader.open(client.logs, [log.id]);
  await reader.untilEnded(60_000);
  const saved = await client.logs.save({ log: reader.log, rows: null, hasTimes: false, gzip: false });
  const lost = floodLines - (await countInOrder(saved.path));
  await rm(saved.path);
  await engine.docker('rm', '--force', log.name);
  return [
    figure('flood_lines_per_s', (floodLines / printedMs) * 1000, 'count'),
    figure('flood_lost', lost, 'count'),
    figure('flood_lag_s', Math.max(...lags) / 1000, 's'),
    figure('flood_frame_p95_ms', percentile(frames, 0.95), 'ms'),
    figure('service_mb', watch.serviceMegabytes, 'MB'),
    figure('page_mb', watch.pageMegabytes, 'MB'),
  ];
}

/** How many lines of a file have the number that they must have. */
async function countInOrder(file: string): Promise<number> {
  let next = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (Number(line.slice(0, 8)) === next) next += 1;
  }
  return next;
}

/** How long the service takes to have all lines of a container that prints, against `docker logs --follow`. */
async function followFigure(engine: TestEngine, service: BerthService): Promise<Figure> {
  const client = await connectToService(service);
  const name = 'berth-bench-follow';
  const ratios: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    // Each has a name of its own: the lines of one that is gone are shown before those of the next one of its name.
    const log = await startPrinting(engine, `${name}-berth-${run}`, 'local', followLines);
    const before = performance.now();
    const reader = await LogReader.open(client.logs, [log.id]);
    await reader.until(
      ({ firstLine, endLine, numberOffset }) => numberOffset !== null && endLine - firstLine >= followLines,
      120_000,
    );
    const berthMs = performance.now() - before;
    await reader[Symbol.asyncDispose]();
    await engine.docker('rm', '--force', log.name);
    await startPrinting(engine, `${name}-cli`, 'local', followLines);
    const cliBefore = performance.now();
    const cli = spawn(
      engine.dockerProgram,
      ['--host', `unix://${engine.socketPath}`, 'logs', '--follow', `${name}-cli`],
      { stdio: 'ignore' },
    );
    await once(cli, 'exit');
    ratios.push(berthMs / (performance.now() - cliBefore));
    await engine.docker('rm', '--force', `${name}-cli`);
  }
  return figure('flood_follow_ratio', percentile(ratios, 0.5), 'count');
}

async function manyFloods(engine: TestEngine, page: Page): Promise<Figure[]> {
  const script =
    'i=0; while [ $i -lt 200 ]; do block="$block$i the quick brown fox jumps over the lazy dog\n"; i=$((i+1)); done; while :; do printf "$block"; usleep 100000; done';
  const names = Array.from({ length: manyContainers }, (_, index) => `berth-bench-many-${index}`);
  for (const name of names)
    await engine.docker(
      'run',
      '--detach',
      '--network',
      'none',
      '--stop-timeout',
      '0',
      '--name',
      name,
      engine.image,
      'sh',
      '-c',
      script,
    );
  await page.evaluate(
    (hash) => {
      window.location.hash = hash;
    },
    `#/logs/${names.map(encodeURIComponent).join(',')}`,
  );
  await page.locator('[role=log] [data-row]').first().waitFor();
  await sleep(2000);
  const watch = new Watch(page, null);
  await watch.start();
  await sleep(manyMs);
  const { frames, lags } = await watch.stop();
  await engine.docker('rm', '--force', ...names);
  return [
    figure('many_lag_s', Math.max(...lags) / 1000, 's'),
    figure('many_frame_p95_ms', percentile(frames, 0.95), 'ms'),
  ];
}
