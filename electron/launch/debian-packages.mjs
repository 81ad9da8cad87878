// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { readIfThere } from './fingerprint.mjs';

/** What Electron loads at start and a bare Debian or Ubuntu lacks. */
const windowPackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libcups2',
  'libdrm2',
  'libxkbcommon0',
  'libsecret-1-0',
  'fonts-dejavu-core',
];

/** Their screens are compared with the page's; tmux is also what they are compared with. */
const screenPackages = ['tmux', 'htop', 'nano', 'less', 'vim-tiny', 'procps'];

/** The browser of the journeys, the display and the older Electron of the shell's tests. */
const driverPackages = ['chromium', 'xvfb', 'xauth', 'xdotool', 'python3-pip'];

/** A keychain for the app to keep secrets in. */
const keychainPackages = ['gnome-keyring', 'dbus'];

/** What tests and benches need beyond npm's packages. */
const testPackages = [...driverPackages, ...screenPackages, ...windowPackages, ...keychainPackages];

/**
 * Installs what tests and benches need by apt as root; null when all is there, else one sentence that says what to install. Nothing on
 * systems that are not Debian's: there the tests find what they need, or say what they lack.
 * @param {(line: string) => void} say
 * @returns {string | null}
 */
export function prepareForTests(say) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return null;
  const missing = missingPackages(testPackages);
  if (missing.length === 0) return null;
  if (process.getuid?.() === 0 && installPackages(missing, say)) return null;
  return `Tests need Debian packages. Run: sudo apt-get install ${missing.join(' ')}`;
}

/**
 * Null when Electron finds all its libraries, else what to do about it. Installs them by apt as root. Asked once per binary.
 * @param {string} electron
 * @param {(line: string) => void} say
 * @returns {string | null}
 */
export function missingWindowLibraries(electron, say) {
  const note = join(dirname(electron), '.berth-libraries-found');
  if (readIfThere(note) !== null) return null;
  let missing = missingLibraries(electron);
  if (missing.length > 0 && process.getuid?.() === 0) {
    installPackages(windowPackages, say);
    missing = missingLibraries(electron);
  }
  if (missing.length > 0) {
    return `Electron needs ${missing.join(', ')} (run: sudo apt-get install ${windowPackages.join(' ')})`;
  }
  try {
    writeFileSync(note, '');
  } catch {
    // The folder belongs to someone else: it is asked again next time, which costs 30 ms.
  }
  return null;
}

/** @param {string} binary */
function missingLibraries(binary) {
  const { stdout } = spawnSync('ldd', [binary], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gmu)].map((match) => match[1] ?? '');
}

/**
 * Those Debian packages of `names` that are not installed.
 * @param {readonly string[]} names
 */
function missingPackages(names) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\\n', ...names], {
    encoding: 'utf8',
  });
  const installed = new Set(
    (stdout ?? '')
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice(10)),
  );
  return names.filter((name) => !installed.has(name));
}

/**
 * apt-get install, as root. Answers whether it went well.
 * @param {readonly string[]} names
 * @param {(line: string) => void} say
 */
function installPackages(names, say) {
  say(`Installing Debian packages: ${names.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  return spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}
