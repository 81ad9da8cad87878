import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildStale, product } from './build.ts';
import { runChild } from './run-child.mjs';
import { findUnneeded, readChangedFiles, slowTests } from './slow-tests.ts';
import { type Counts, readPlaywrightCounts, readVitestCounts, toSummaryLine } from './test-counts.ts';
import { type Failure, readPlaywrightFailures, readVitestFailures } from './test-failures.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const results = join(root, 'e2e/results');

/** Runs a Node script of the project with the results of an earlier run out of the way; answers its exit code. */
async function runTool(name: string, args: readonly string[]): Promise<number> {
  return await runChild(join(root, 'node_modules/.bin', name), args, { cwd: root, detached: false });
}

interface Outcome {
  readonly counts: Counts;
  readonly failures: readonly Failure[];
}

async function runVitest(): Promise<Outcome> {
  const file = join(results, 'vitest.json');
  await rm(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await runTool('vitest', ['run', '--config', '.ci/vitest.config.ts', ...reporters]);
  const report = await readReport(file);
  return { counts: readVitestCounts(report, code), failures: readVitestFailures(report) };
}

async function runPlaywright(): Promise<Outcome> {
  const file = join(results, 'playwright.json');
  await rm(file, { force: true });
  const code = await runTool('playwright', ['test', '--config', 'e2e/playwright.config.ts']);
  const report = await readReport(file);
  return { counts: readPlaywrightCounts(report, code), failures: readPlaywrightFailures(report) };
}

async function readReport(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null; // the runner ended before it wrote one, which counts as a failure
  }
}

const isAll = process.argv.includes('--all');
const leftOut = isAll ? [] : findUnneeded(slowTests, await readChangedFiles(root));
// Read by the tests that can go on for longer, and by the runners' settings.
if (isAll) process.env['BERTH_TEST_ALL'] = '1';
process.env['BERTH_TEST_LEFT_OUT'] = leftOut.join(':');
await mkdir(results, { recursive: true });
await buildStale(product, ['service', 'shell', 'page']);
const prepared = await runChild(process.execPath, ['e2e/electron/runtime/prepare.ts'], { cwd: root, detached: false });
const outcomes = [await runVitest(), await runPlaywright()];
const summary = toSummaryLine(outcomes.map(({ counts }) => counts));
for (const { name, reason } of outcomes.flatMap(({ failures }) => failures)) console.log(`FAILED ${name}\n${reason}\n`);
if (prepared !== 0) console.log('Electron: this computer has no real Electron, so its tests were skipped.');
if (leftOut.length > 0)
  console.log(
    `Left out, because nothing that they cover changed (\`npm test -- --all\` runs them): ${leftOut.join(', ')}`,
  );
console.log(summary.line);
process.exitCode = summary.isGood ? 0 : 1;
