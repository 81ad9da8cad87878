// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { readIfThere } from './fingerprint.mjs';

/** A slow line takes minutes for 120 MB; a dead one fails to connect within 10 s by itself. */
const downloadLimitMs = 5 * 60_000;
/** A start must not wait for the same failure again and again; a day later the network may be another. */
const rememberFailureMs = 24 * 3600_000;

/**
 * @typedef {{ path: string } | { reason: string }} ElectronBinary
 */

/**
 * The Electron binary of the pinned package; downloaded at first use, tried once a day where that fails.
 * @param {string} root
 * @param {string} node Electron's installer needs Node 22.12, which the machine may not have
 * @param {(line: string) => void} say
 * @returns {ElectronBinary}
 */
export function findElectron(root, node, say) {
  const folder = join(root, 'node_modules', 'electron');
  const present = presentElectron(folder);
  if (present !== null) return { path: present };

  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const notePath = join(root, 'node_modules', '.berth-electron.json');
  const note = JSON.parse(readIfThere(notePath) ?? '{}');
  if (note.version === version && Date.now() - note.atMs < rememberFailureMs) return { reason: note.reason };

  say(`Downloading Electron ${version} (once) …`);
  const result = spawnSync(node, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: downloadLimitMs,
  });
  const path = presentElectron(folder);
  if (path !== null) return { path };
  const reason = result.error
    ? `Electron's download took more than ${downloadLimitMs / 60_000} minutes`
    : `Electron could not be downloaded (${firstCause(result.stderr)})`;
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(notePath, JSON.stringify({ version, atMs: Date.now(), reason }));
  return { reason };
}

/** @param {string} folder */
function presentElectron(folder) {
  const name = readIfThere(join(folder, 'path.txt')) ?? 'electron';
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const path = override === undefined ? join(folder, 'dist', name) : join(override, name);
  return existsSync(path) ? path : null;
}

/** @param {string} stderr */
function firstCause(stderr) {
  const cause = /\b(getaddrinfo [A-Z_]+ \S+|connect [A-Z]+ \S+|HTTPError[^\n]*|\w*Error: [^\n]*)/u.exec(stderr);
  return cause?.[0].replace(/^\w*Error: /u, '').slice(0, 120) ?? 'it gave no reason';
}

/** Whether a window can be shown at all. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
}
