import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildStale, product } from './build.ts';
import { runChild } from './run-child.mjs';
import { type Counts, readPlaywrightCounts, readVitestCounts, toSummaryLine } from './test-counts.ts';
import { installPackages, missingPackages, windowPackages } from './window-libraries.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const results = join(root, 'e2e/results');

/** What the tests need beyond npm's packages on Debian and Ubuntu. */
const testPackages = ['chromium', 'xvfb', 'xauth', 'python3-pip', ...windowPackages];

/** Debian packages, by apt as root, else named in one sentence. Elsewhere the tests find what they need or say what they lack. */
function prepareSystem(): void {
  if (process.platform !== 'linux') return;
  const missing = missingPackages(testPackages);
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && installPackages(missing, console.log)) return;
  console.log(`The tests need Debian packages: sudo apt-get install ${missing.join(' ')}`);
  process.exit(1);
}

/** Runs a Node script of the project with the results of an earlier run out of the way; answers its exit code. */
async function runTool(name: string, args: readonly string[]): Promise<number> {
  return await runChild(join(root, 'node_modules/.bin', name), args, { cwd: root, detached: false });
}

async function runVitest(): Promise<Counts> {
  const file = join(results, 'vitest.json');
  await rm(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await runTool('vitest', ['run', '--config', '.ci/vitest.config.ts', ...reporters]);
  return readVitestCounts(await readReport(file), code);
}

async function runPlaywright(): Promise<Counts> {
  const file = join(results, 'playwright.json');
  await rm(file, { force: true });
  const code = await runTool('playwright', ['test', '--config', 'e2e/playwright.config.ts']);
  return readPlaywrightCounts(await readReport(file), code);
}

async function readReport(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null; // the runner ended before it wrote one, which counts as a failure
  }
}

prepareSystem();
await mkdir(results, { recursive: true });
await buildStale(product, ['service', 'shell', 'page']);
const prepared = await runChild(process.execPath, ['e2e/electron/runtime/prepare.ts'], { cwd: root, detached: false });
const counts = [await runVitest(), await runPlaywright()];
const summary = toSummaryLine(counts);
if (prepared !== 0) console.log('Electron: no real one could be had here, so its tests were skipped.');
console.log(summary.line);
process.exitCode = summary.isGood ? 0 : 1;
