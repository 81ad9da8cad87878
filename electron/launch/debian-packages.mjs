// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { readIfThere } from './fingerprint.mjs';

/** What Electron loads at start, libsecret for the keychain among it, and a bare Debian or Ubuntu lacks. */
const windowPackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libatk-bridge2.0-0',
  'libcups2',
  'libdrm2',
  'libxkbcommon0',
  'libsecret-1-0',
];

/** Their screens are compared with the page's; tmux is also what they are compared with. */
const screenPackages = ['tmux', 'htop', 'nano', 'less', 'vim-tiny', 'procps'];

/** The browsers of the benches and the journeys, the display and the older Electron of the shell's tests. */
const driverPackages = ['chromium', 'chromium-headless-shell', 'xvfb', 'xauth', 'xdotool', 'python3-pip'];

/** Pictures of the page show the same letters on each machine. */
const fontPackages = ['fonts-dejavu-core'];

/** A keychain for the app to keep secrets in. */
const keychainPackages = ['gnome-keyring', 'dbus'];

/**
 * The Debian packages that a mode of `start.mjs` installs where they are missing: a window's libraries for `start`, everything that is
 * driven or compared for tests and benches, nothing for the others.
 * @param {string} mode
 * @returns {readonly string[]}
 */
export function packagesOf(mode) {
  switch (mode) {
    case 'start':
      return windowPackages;
    case 'test':
    case 'bench':
      return [...driverPackages, ...screenPackages, ...windowPackages, ...fontPackages, ...keychainPackages];
    default:
      return [];
  }
}

/**
 * Installs what tests and benches need by apt as root; null when all is there, else one sentence that says what to install. Nothing on
 * systems that are not Debian's: there the tests find what they need, or say what they lack.
 * @param {(line: string) => void} say
 * @returns {string | null}
 */
export function prepareForTests(say) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return null;
  const missing = missingPackages(packagesOf('test'));
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
  const packages = packagesOf('start');
  let missing = missingLibraries(electron);
  if (missing.length > 0 && process.getuid?.() === 0) {
    say(`The window lacks ${missing.join(', ')}.`);
    installPackages(packages, say);
    missing = missingLibraries(electron);
  }
  if (missing.length > 0) {
    return `Electron needs ${missing.join(', ')} (run: sudo apt-get install ${packages.join(' ')})`;
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
 * apt-get install, as root; what is installed already stays at its version. Answers whether it went well.
 * @param {readonly string[]} names
 * @param {(line: string) => void} say
 */
function installPackages(names, say) {
  say(`Installing Debian packages: ${names.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  const args = ['install', '-y', '-qq', '--no-install-recommends', '--no-upgrade', ...names];
  return spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}
