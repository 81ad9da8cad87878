import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { LogReader } from '../../engine/test/log-reader.ts';
import type { ServiceClient } from '../../engine/test/service-client.ts';
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService } from '../fixtures/service.ts';
import { BarePage } from './bare-page.ts';
import type { Bench } from './bench.ts';
import { type Figure, figuresOf } from './figure.ts';
import { floodFigures } from './logs-flood.ts';
import { connectToService, type PrintedLog, startPrinting } from './logs-rig.ts';
import { openBrowser, openPage } from './rig.ts';
import { median } from './statistics.ts';

const figure = figuresOf('logs');
const lines = 1_000_000;
const manyLines = 10_000_000;
const runs = 5;
const jumps = 15;
const searches = 5;
/** Somebody looks at the list for a moment before they click. */
const lookMs = 1500;

/** Logs of a million lines and of ten, taken in, shown and searched; beside `docker logs` and `grep`. */
export const logsBench: Bench = async (say) => {
  await using folder = await makePrivateFolder();
  await using engine = await startTestEngine();
  say(`logs: a container prints ${lines} lines`);
  const byFile = await printLines(engine, 'berth-bench-file', 'json-file');
  const byApi = await printLines(engine, 'berth-bench-api', 'local');
  let services = 0;
  const start = async () => {
    services += 1;
    return BerthService.start({ folder: join(folder.path, `b${services}`), hostEngine: engine.socketPath });
  };
  say(`logs: takes them in, ${runs} times`);
  const figures = [
    ...(await intakeFigures(engine, start, byApi, 'intake')),
    ...(await intakeFigures(engine, start, byFile, 'file')),
  ];
  say('logs: shows and searches them');
  figures.push(await lastLineFigure(start, byFile));
  figures.push(...(await searchFigures(engine, start, byFile)));
  say(`logs: the same with ${manyLines} lines`);
  figures.push(...(await manyFigures(engine, start, byFile)));
  await engine.docker('rm', '--force', byFile.name, byApi.name);
  figures.push(...(await floodFigures(say)));
  return figures;
};

type Start = () => Promise<BerthService>;

async function printLines(engine: TestEngine, name: string, driver: 'json-file' | 'local'): Promise<PrintedLog> {
  const log = await startPrinting(engine, name, driver, lines);
  await engine.docker('wait', name);
  return log;
}

/** `docker logs` into nothing; milliseconds. */
async function timeCli(engine: TestEngine, name: string): Promise<number> {
  const before = performance.now();
  const child = spawn(engine.dockerProgram, ['--host', `unix://${engine.socketPath}`, 'logs', name], {
    stdio: 'ignore',
  });
  await once(child, 'exit');
  return performance.now() - before;
}

async function intakeFigures(
  engine: TestEngine,
  start: Start,
  log: PrintedLog,
  name: 'intake' | 'file',
): Promise<Figure[]> {
  const took: number[] = [];
  const ratios: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const cliMs = await timeCli(engine, log.name);
    await using service = await start();
    const client = await connectToService(service);
    const before = performance.now();
    await using reader = await LogReader.open(client.logs, [log.id]);
    await reader.until(({ numberOffset }) => numberOffset !== null, 120_000);
    const tookMs = performance.now() - before;
    if (reader.state.endLine - reader.state.firstLine !== lines) throw new Error('Not all lines were taken in.');
    took.push(tookMs);
    ratios.push(tookMs / cliMs);
  }
  return [figure(`${name}_ms`, median(took), 'ms'), figure(`${name}_ratio`, median(ratios), 'count')];
}

/** Opens a page, looks at its list, and goes to a container's log; milliseconds from then to the frame with this text. */
async function timeToPaint(browser: Browser, service: BerthService, log: PrintedLog, text: string): Promise<number> {
  await using page = await BarePage.open(browser);
  await page.paintList(service.url, 1, log.name);
  await sleep(lookMs);
  // Awaited here: the page lives no longer than this function.
  return await page.paintLog(log.id, text);
}

async function lastLineFigure(start: Start, log: PrintedLog): Promise<Figure> {
  const took: number[] = [];
  await using browser = await openBrowser();
  for (let run = 0; run < runs; run += 1) {
    await using service = await start();
    took.push(await timeToPaint(browser, service, log, `request ${lines - 1} done`));
  }
  return figure('last_line_ms', median(took), 'ms');
}

interface Timed {
  readonly totalMs: number;
  readonly firstMs: number;
  readonly count: number;
}

/** Searches a log that is known; until all of it was looked at, and until the first match. */
async function timeSearch(
  client: ServiceClient['client'],
  log: string,
  text: string,
  isRegex: boolean,
): Promise<Timed> {
  const before = performance.now();
  const filter = { levels: null, stream: null, sources: null, fromMs: null, toMs: null };
  const { selection } = await client.logs.select({
    log,
    filter: { ...filter, query: { text, isRegex, matchCase: true, wholeWord: false } },
  });
  let firstMs = Number.NaN;
  let state = await client.logs.selectionChanges({ log, selection, seq: 0 });
  for (;;) {
    if (Number.isNaN(firstMs) && state.endRow > state.firstRow) firstMs = performance.now() - before;
    if (state.isDone) break;
    state = await client.logs.selectionChanges({ log, selection, seq: state.seq });
  }
  const totalMs = performance.now() - before;
  await client.logs.unselect({ log, selection });
  return { totalMs, firstMs, count: state.endRow - state.firstRow };
}

const literal = 'page=0042 200';
const pattern = String.raw`worker-1[0-5]\] GET \S+=00(?:42|77) 200 in \d+ ms`;

async function searchFigures(engine: TestEngine, start: Start, log: PrintedLog): Promise<Figure[]> {
  await using service = await start();
  const client = await connectToService(service);
  await using reader = await LogReader.open(client.logs, [log.id]);
  await reader.until(({ numberOffset }) => numberOffset !== null, 120_000);
  const literals: number[] = [];
  const patterns: number[] = [];
  const greps: number[] = [];
  for (let run = 0; run < searches; run += 1) {
    const byText = await timeSearch(client, reader.log, literal, false);
    const byPattern = await timeSearch(client, reader.log, pattern, true);
    const byGrep = await timeGrep(engine, log.name, literal);
    if (byText.count !== byGrep.count) throw new Error(`Found ${byText.count} lines, grep found ${byGrep.count}.`);
    literals.push(byText.totalMs);
    patterns.push(byPattern.totalMs);
    greps.push(byGrep.tookMs);
  }
  const [, ...warmLiterals] = literals;
  const [, ...warmPatterns] = patterns;
  return [
    figure('literal_ms', median(warmLiterals), 'ms', median(warmLiterals) / median(greps)),
    figure('regex_ms', median(warmPatterns), 'ms', median(warmPatterns) / median(greps)),
    figure('literal_first_ms', literals[0] ?? Number.NaN, 'ms'),
    figure('grep_ms', median(greps), 'ms'),
  ];
}

/** `docker logs NAME | grep -c TEXT`. */
async function timeGrep(engine: TestEngine, name: string, text: string): Promise<{ tookMs: number; count: number }> {
  const before = performance.now();
  const docker = spawn(engine.dockerProgram, ['--host', `unix://${engine.socketPath}`, 'logs', name], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const grep = spawn('grep', ['--count', '--fixed-strings', text], { stdio: [docker.stdout, 'pipe', 'ignore'] });
  let out = '';
  grep.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString('utf8');
  });
  await once(grep, 'close');
  return { tookMs: performance.now() - before, count: Number(out) };
}

/** Ten times the lines, written into the log's own file: a container would print them for minutes. */
async function manyFigures(engine: TestEngine, start: Start, log: PrintedLog): Promise<Figure[]> {
  const file = await engine.docker('inspect', '--format', '{{.LogPath}}', log.name);
  const target = openSync(file, 'a');
  try {
    for (let line = lines; line < manyLines;) {
      const end = Math.min(manyLines, line + 10_000);
      let text = '';
      for (; line < end; line += 1) text += toRecord(line);
      writeSync(target, text);
    }
  } finally {
    closeSync(target);
  }
  const last = `request ${manyLines - 1} done`;
  await using browser = await openBrowser();
  const tails: number[] = [];
  const jumpTimes: number[] = [];
  const found: Timed[] = [];
  const foundByPattern: Timed[] = [];
  for (let run = 0; run < runs; run += 1) {
    await using service = await start();
    tails.push(await timeToPaint(browser, service, log, last));
    if (run < runs - 1) continue;
    await using rig = await openPage(browser);
    const { page } = rig;
    await page.goto(service.url);
    await page.goto(`${service.origin}/#/containers/${log.id}/logs`);
    await page.locator('[role=log] [data-row]').filter({ hasText: last }).waitFor();
    const client = await connectToService(service);
    await using reader = await LogReader.open(client.logs, [log.id]);
    const early = await timeSearch(client, reader.log, 'request 99999 done', false);
    await reader.until(({ numberOffset }) => numberOffset !== null, 120_000);
    for (let search = 0; search < searches; search += 1) {
      found.push(await timeSearch(client, reader.log, literal, false));
      foundByPattern.push(await timeSearch(client, reader.log, pattern, true));
    }
    if (early.count !== 1) throw new Error('A search that began while lines were being found has missed one.');
    jumpTimes.push(...(await timeJumps(page)));
  }
  return [
    figure('tail_ms', median(tails), 'ms'),
    figure('jump_ms', median(jumpTimes), 'ms'),
    figure('literal_10m_ms', median(found.map(({ totalMs }) => totalMs)), 'ms'),
    figure('regex_10m_ms', median(foundByPattern.map(({ totalMs }) => totalMs)), 'ms'),
    figure('first_hit_ms', Math.max(...found.map(({ firstMs }) => firstMs)), 'ms'),
  ];
}

function toRecord(line: number): string {
  const number = (value: number, width: number) => String(value).padStart(width, '0');
  const text = `${number(line, 8)} INFO [worker-${number(line % 17, 2)}] GET /v1/products?page=${number(line % 9973, 4)} 200 in ${number(line % 300, 3)} ms ${`request ${line} done`.padEnd(62)}`;
  const time = new Date(Date.now()).toISOString().replace('Z', '123456Z');
  return `{"log":"${text}\\n","stream":"stdout","time":"${time}"}\n`;
}

/** Clicks here and there on the minimap; milliseconds from the press to the frame with other lines. */
async function timeJumps(page: Page): Promise<number[]> {
  const box = await page.getByRole('scrollbar', { name: /^Log position/ }).boundingBox();
  if (box === null) throw new Error('There is no minimap.');
  const took: number[] = [];
  for (let jump = 0; jump < jumps; jump += 1) {
    await page.evaluate(() => {
      const first = () => document.querySelector('[role=log] [data-row]')?.getAttribute('data-row');
      const before = first();
      const isRead = () => document.querySelector('[role=log] [data-row]')?.textContent !== '';
      const pressed = new Promise<number>((resolve) => {
        document.addEventListener('pointerdown', ({ timeStamp }) => resolve(timeStamp), { once: true, capture: true });
      });
      const painted = window.berthProbe.painted(() => first() !== before && isRead());
      window.berthProbe.pending.set(
        'jump',
        Promise.all([painted, pressed]).then(([paintedMs, pressedMs]) => paintedMs - pressedMs),
      );
    });
    await page.mouse.click(box.x + box.width / 2, box.y + box.height * (((jump * 7) % jumps) / jumps + 0.02));
    const tookMs = await page.evaluate(() => window.berthProbe.pending.get('jump'));
    if (tookMs !== undefined) took.push(tookMs);
  }
  return took;
}
