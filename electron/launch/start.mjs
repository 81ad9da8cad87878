// @ts-check
// `node start.mjs MODE [ARGS…]` behind every npm script. Plain JavaScript for Node 20.19 on a fresh clone: it makes node_modules whole,
// builds what is old, and hands over to what Node 24 runs. On the second start it only compares file times before it hands over.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { missingWindowLibraries, prepareForTests } from './debian-packages.mjs';
import { findElectron, hasDisplay } from './electron-binary.mjs';
import { staleParts } from './fingerprint.mjs';
import { ensurePackages, LaunchError } from './packages.mjs';
import { runChild, runToEnd } from './run-child.mjs';
import { serviceEnvironment, serviceFlags } from './service-flags.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const dist = join(root, 'dist');

/** An Electron that fails before this has not shown a window yet. */
const atOnceMs = 3_000;
/** A service that fails more often than this within a minute is not started again. */
const mostFailures = 5;
const failuresWithinMs = 60_000;

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * @param {string} node
 * @param {readonly import('./fingerprint.mjs').Part[]} parts
 */
async function build(node, parts) {
  const stale = staleParts(root, dist, parts);
  if (stale.length === 0) return;
  say('Building Berth (only when its sources changed) …');
  const code = await runChild(node, [join(root, 'electron/launch/build.ts'), ...stale], { cwd: root, detached: false });
  if (code !== 0) throw new LaunchError('Berth could not be built. The reason is above.');
}

/**
 * Serves to a browser until a signal ends it. A service that fails is started again with the port and the token of before, so that
 * open pages go on by themselves.
 * @param {string} node
 * @param {readonly string[]} args
 */
async function serve(node, args) {
  await build(node, ['service', 'page']);
  // Compiled code from the last start saves 40 ms of 150.
  const env = { ...process.env, ...serviceEnvironment, NODE_COMPILE_CACHE: join(dist, '.compiled') };
  /** @type {object | null} */
  let identity = null;
  /** @type {number[]} */
  let failedAtMs = [];
  for (;;) {
    const resume = identity === null ? [] : ['--resume'];
    const { code, wasSignalled } = await runToEnd(
      node,
      [...serviceFlags, join(dist, 'engine/serve.cjs'), ...args, ...resume],
      {
        env,
        message: identity,
        onMessage: (message) => (identity = /** @type {object} */ (message)),
      },
    );
    if (code === 0 || wasSignalled || identity === null) return code;
    const nowMs = performance.now();
    failedAtMs = [...failedAtMs, nowMs].filter((atMs) => nowMs - atMs < failuresWithinMs);
    if (failedAtMs.length > mostFailures) {
      say(
        `Berth failed ${failedAtMs.length} times within a minute, so it does not start again. Its service.log shows why.`,
      );
      return code;
    }
    say(`Berth failed with code ${code} and starts again at the same address. Its service.log shows why.`);
  }
}

/**
 * @param {string} node
 * @param {readonly string[]} options
 */
async function start(node, options) {
  const electron = hasDisplay() ? findElectron(root, node, say) : { reason: 'there is no display' };
  if ('reason' in electron) {
    say(`No window: ${electron.reason}. Berth runs in a browser instead.`);
    return await serve(node, options);
  }
  if (process.platform === 'linux') {
    const missing = missingWindowLibraries(electron.path, say);
    if (missing !== null) {
      say(`No window: ${missing}. Berth runs in a browser instead.`);
      return await serve(node, options);
    }
  }
  await build(node, ['service', 'shell', 'page']);
  const args = [dist, ...options];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say("Chromium's sandbox is off, because Chromium does not allow it for root.");
    args.unshift('--no-sandbox');
  }
  const startedAtMs = performance.now();
  const { code, wasSignalled } = await runToEnd(electron.path, args);
  if (code === 0 || wasSignalled || performance.now() - startedAtMs > atOnceMs) return code;
  // Such as a kernel that lets nobody but root make the namespaces of the sandbox.
  say(`No window: Electron ended at once with code ${code}. Berth runs in a browser instead.`);
  return await serve(node, options);
}

/**
 * @param {string} node
 * @param {string} script
 * @param {readonly string[]} args
 */
async function handOver(node, script, args) {
  const path = join(root, script);
  if (!existsSync(path)) throw new LaunchError(`${script} is missing.`);
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env['PATH'] ?? ''}` };
  return await runChild(node, [path, ...args], { cwd: root, env, detached: false });
}

function prepareSystem() {
  const missing = prepareForTests(say);
  if (missing !== null) throw new LaunchError(missing);
}

async function main() {
  const [mode = 'start', ...args] = process.argv.slice(2);
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new LaunchError(`Berth needs Node 20.19 or newer; this is ${process.versions.node}.`);
  }
  const node = ensurePackages(root, say);
  switch (mode) {
    case 'start':
      return await start(node, args);
    case 'serve':
      return await serve(node, args);
    case 'dev':
      return await handOver(node, 'electron/launch/dev.ts', args);
    case 'test':
      prepareSystem();
      return await handOver(node, 'electron/launch/test.ts', args);
    case 'check':
      return await handOver(node, 'electron/launch/check.ts', args);
    case 'bench':
      prepareSystem();
      await build(node, ['service', 'page']);
      return await handOver(node, 'e2e/bench/run.ts', args);
    default:
      throw new LaunchError(`Unknown mode: ${mode}. Use start, serve, dev, test, check or bench.`);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
