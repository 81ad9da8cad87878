import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService } from '../fixtures/service.ts';
import type { Bench } from './bench.ts';
import { type Figure, figuresOf } from './figure.ts';
import { proportionalMegabytesOf } from './process-cost.ts';
import { openBrowser, openPage } from './rig.ts';
import { median, percentile } from './statistics.ts';
import { timeXtermAlone } from './xterm-alone.ts';

const figure = figuresOf('terminal');
const line = 'the quick brown fox jumps over the lazy dog 0123456789 abcdefghij';
const bulkBytes = 50 * 1024 * 1024;
/** Before each line feed the terminal puts a carriage return. */
const shownBytes = Math.ceil((bulkBytes / (line.length + 1)) * (line.length + 2));
const runs = 3;
const keys = 100;
const interrupts = 7;
const sessions = 20;
const floodMs = 10_000;
const name = 'berth-bench-terminal';

/** A shell of a container on the page, beside `docker exec` and beside xterm.js without Berth. */
export const terminalBench: Bench = async (say) => {
  await using folder = await makePrivateFolder();
  await using engine = await startTestEngine();
  await engine.runIdle(name);
  await engine.docker('exec', name, 'sh', '-c', `yes '${line}' | head -c ${bulkBytes} > /tmp/bulk`);
  const id = await engine.docker('inspect', '--format', '{{.Id}}', name);
  await using service = await BerthService.start({ folder: join(folder.path, 'b'), hostEngine: engine.socketPath });
  await using browser = await openBrowser();
  await using rig = await openPage(browser);
  const { page } = rig;
  await page.goto(service.url);
  await page.goto(`${service.origin}/#/containers/${id}/terminal`);
  await shown(page, '/ # ');
  await page.getByLabel('Terminal input').focus();

  say(`terminal: ${keys} keys`);
  const figures = await echoFigures(page);
  say(`terminal: ${bulkBytes / 1024 / 1024} MiB, ${runs} times`);
  const size = await readSize(page);
  figures.push(...(await bulkFigures(page, service, engine)));
  const alone: number[] = [];
  for (let run = 0; run < runs; run++) alone.push(await timeXtermAlone(browser, line, shownBytes, size));
  const bulkMs = figures.find((one) => one.figure === 'terminal.bulk_ms')?.value ?? Number.NaN;
  figures.push(figure('xterm_alone_ms', median(alone), 'ms'), figure('bulk_ratio', median(alone) / bulkMs, 'count'));
  say(`terminal: ${interrupts} interrupts`);
  figures.push(...(await interruptFigures(page)));
  say(`terminal: ${sessions} sessions, all flooding`);
  figures.push(await floodFigure(page));
  return figures;
};

/** Waits until a line of the screen begins with this text; answers the time of the frame that painted it. */
async function shown(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      window.berthProbe.painted(() => {
        const rows = [...document.querySelectorAll('[data-terminal] .xterm-rows > div')];
        const lines = rows.map(({ textContent }) => textContent.replaceAll('\u00A0', ' '));
        return lines.some((one) => one.startsWith(wanted));
      }),
    text,
  );
}

/** Begins to watch for the frame in which the shown lines match, and to note the time of the next key. */
async function watch(page: Page, pattern: string): Promise<void> {
  await page.evaluate((source) => {
    const wanted = new RegExp(source, 'm');
    const painted = window.berthProbe.painted(() => {
      const rows = [...document.querySelectorAll('[data-terminal] .xterm-rows > div')];
      return wanted.test(rows.map(({ textContent }) => textContent.replaceAll('\u00A0', ' ').trimEnd()).join('\n'));
    });
    const pressed = new Promise<number>((resolve) => {
      document.addEventListener('keydown', ({ timeStamp }) => resolve(timeStamp), { once: true, capture: true });
    });
    window.berthProbe.pending.set(
      'key',
      Promise.all([painted, pressed]).then(([paintedMs, pressedMs]) => paintedMs - pressedMs),
    );
  }, pattern);
}

async function watched(page: Page): Promise<number> {
  const tookMs = await page.evaluate(() => window.berthProbe.pending.get('key'));
  if (tookMs === undefined) throw new Error('The page lost its probe.');
  return tookMs;
}

async function echoFigures(page: Page): Promise<Figure[]> {
  const echoes: number[] = [];
  let typed = '';
  for (let key = 0; key < keys; key++) {
    // Comments run nothing; a short line never wraps.
    if (typed.length > 40) {
      await page.keyboard.press('Control+C');
      await shown(page, '/ # ');
      await sleep(100);
      typed = '';
    }
    const next = typed === '' ? '#' : 'abcdefghij'.charAt(key % 10);
    typed += next;
    await watch(page, `/ # ${typed}$`);
    // So that keys fall on any moment of a frame.
    await sleep(40 + ((key * 7) % 16));
    await page.keyboard.press(next);
    echoes.push(await watched(page));
  }
  await page.keyboard.press('Control+C');
  return [figure('echo_p50_ms', percentile(echoes, 0.5), 'ms'), figure('echo_p99_ms', percentile(echoes, 0.99), 'ms')];
}

async function readSize(page: Page): Promise<{ columns: number; rows: number }> {
  await page.keyboard.type('clear; stty size\n');
  const read = () =>
    page.evaluate(() => {
      const rows = [...document.querySelectorAll('[data-terminal] .xterm-rows > div')];
      return rows.map(({ textContent }) => /^(\d+) (\d+)/.exec(textContent.replaceAll('\u00A0', ' '))).find(Boolean);
    });
  let found = await read();
  while (found === null || found === undefined) {
    await sleep(50);
    found = await read();
  }
  return { rows: Number(found[1]), columns: Number(found[2]) };
}

async function bulkFigures(page: Page, service: BerthService, engine: TestEngine): Promise<Figure[]> {
  const took: number[] = [];
  const cli: number[] = [];
  const frames: number[] = [];
  const idleMegabytes = proportionalMegabytesOf(service.pid);
  let mostMegabytes = idleMegabytes;
  const sample = (): void => {
    mostMegabytes = Math.max(mostMegabytes, proportionalMegabytesOf(service.pid));
  };
  for (let run = 0; run < runs; run++) {
    await page.keyboard.type(`clear; cat /tmp/bulk; echo; echo END-${run}`);
    await sleep(500);
    await watch(page, `^END-${run}$`);
    await page.evaluate(() => {
      Object.assign(window, { berthFrames: window.berthProbe.frames() });
    });
    const sampling = setInterval(sample, 100);
    try {
      await page.keyboard.press('Enter');
      took.push(await watched(page));
    } finally {
      clearInterval(sampling);
    }
    const deltas = await page.evaluate(() =>
      (window as unknown as { berthFrames: { stop(): number[] } }).berthFrames.stop(),
    );
    frames.push(percentile(deltas, 0.95));
    cli.push(await timeCli(engine));
  }
  return [
    figure('bulk_ms', median(took), 'ms', median(took) / median(cli)),
    figure('bulk_frame_p95_ms', median(frames), 'ms'),
    figure('bulk_service_mb', mostMegabytes - idleMegabytes, 'MB'),
  ];
}

/** The same file by `docker exec --tty` into nothing; `script` gives it the terminal that it wants. */
async function timeCli(engine: TestEngine): Promise<number> {
  const command = `${engine.dockerProgram} --host unix://${engine.socketPath} exec --interactive --tty ${name} cat /tmp/bulk`;
  const before = performance.now();
  const child = spawn('/usr/bin/script', ['--quiet', '--command', command, '/dev/null'], { stdio: 'ignore' });
  await once(child, 'exit');
  return performance.now() - before;
}

async function interruptFigures(page: Page): Promise<Figure[]> {
  const took: number[] = [];
  for (let run = 0; run < interrupts; run++) {
    await page.keyboard.type('clear; yes\n');
    await shown(page, 'y');
    await sleep(1500);
    await watch(page, String.raw`\^C\n/ #$`);
    await page.keyboard.press('Control+C');
    took.push(await watched(page));
  }
  return [figure('interrupt_ms', median(took), 'ms'), figure('interrupt_worst_ms', Math.max(...took), 'ms')];
}

async function floodFigure(page: Page): Promise<Figure> {
  for (let session = 0; session < sessions; session++) {
    if (session > 0) {
      await page.getByRole('button', { name: 'New session', exact: true }).click();
      await page.getByRole('button', { name: 'Open session' }).click();
      await shown(page, '/ # ');
    }
    await page.getByLabel('Terminal input').first().focus();
    await page.keyboard.type('yes "$(tty) floods"\n');
    await shown(page, '/dev/pts');
  }
  await sleep(2000);
  const deltas = await page.evaluate(async (durationMs) => {
    const recorder = window.berthProbe.frames();
    await new Promise((resolve) => setTimeout(resolve, durationMs));
    return recorder.stop();
  }, floodMs);
  return figure('flood_fps', (1000 * deltas.length) / deltas.reduce((sum, delta) => sum + delta, 0), 'count');
}
