// @ts-check
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { readIfThere } from './fingerprint.mjs';

/** Ends the launcher with one sentence for the user and no stack. */
export class LaunchError extends Error {}

/**
 * Makes node_modules match package-lock.json, and sees to it that `node_modules/.bin/node` runs. Costs two file reads when all is well.
 * @param {string} root
 * @param {(line: string) => void} say
 * @returns {string} the Node that runs everything else
 */
export function ensurePackages(root, say) {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const wanted = createHash('sha256').update(lockText).digest('hex');
  const marker = join(root, 'node_modules', '.berth-lockfile');
  const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

  if (readIfThere(marker) !== wanted) {
    if (!matchesLockfile(root, lockText)) {
      say('Installing packages (only when they changed) …');
      runNpm(root, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'The npm packages could not be installed');
    }
    if (!runs(node)) {
      runNpm(root, ['rebuild', 'node', '--loglevel=error'], 'Node 24 could not be put into node_modules');
      if (!runs(node))
        throw new LaunchError('node_modules/.bin/node does not run. Remove node_modules, then try again.');
    }
    writeFileSync(marker, wanted);
  } else if (!existsSync(node)) {
    runNpm(root, ['rebuild', 'node', '--loglevel=error'], 'Node 24 could not be put into node_modules');
  }
  return node;
}

/**
 * Whether someone's own `npm install` already left exactly what the lockfile says, so that installing again would only cost time.
 * @param {string} root
 * @param {string} lockText
 */
function matchesLockfile(root, lockText) {
  const installedText = readIfThere(join(root, 'node_modules', '.package-lock.json'));
  if (installedText === null) return false;
  /** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean, peer?: boolean }>} Packages */
  const wanted = /** @type {Packages} */ (JSON.parse(lockText).packages);
  const installed = /** @type {Packages} */ (JSON.parse(installedText).packages);
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const there = installed[path];
    if (there === undefined && entry.optional === true) continue; // for another platform
    if (there?.version !== entry.version || there?.integrity !== entry.integrity) return false;
  }
  return Object.keys(installed).every((path) => path in wanted);
}

/** @param {string} node */
function runs(node) {
  return existsSync(node) && spawnSync(node, ['--version'], { stdio: 'ignore' }).status === 0;
}

/**
 * @param {string} root
 * @param {string[]} args
 * @param {string} failure the beginning of the sentence that is shown when it fails
 */
function runNpm(root, args, failure) {
  // npm puts node_modules/.bin in front of PATH; the Node in there is replaced by what runs now, so npm must run on the machine's own.
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter);
  const result = spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return;
  const lines = `${result.stdout ?? ''}\n${result.stderr ?? ''}`.split('\n').filter((line) => line.trim() !== '');
  const reason = result.error?.message ?? lines.slice(-12).join('\n');
  throw new LaunchError(`${failure}: \`npm ${args[0]}\` failed. Its last lines:\n${reason}`);
}
