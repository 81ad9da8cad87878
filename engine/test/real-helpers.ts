import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findDebianMirror, readAptSources } from '../daemon/bundle/debian-sources.ts';
import { fetchBundle } from '../daemon/bundle/fetch-bundle.ts';
import type { BundleManifest } from '../daemon/bundle/manifest.ts';
import { readOsRelease } from '../daemon/bundle/os-release.ts';
import { toDebianArchitecture } from '../daemon/native/requirements.ts';
import { toEnginePaths } from '../platform/paths.ts';
import { runProgram } from '../platform/process.ts';

/** Debian's `docker-credential-pass` with a password store of its own, which a key without a passphrase opens. */
export interface RealHelper extends AsyncDisposable {
  /** PATH, HOME and GnuPG's home, for the service and for the docker CLI. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder in which `pass` keeps its encrypted files. */
  readonly storeDir: string;
}

/** `isSetUp` false leaves out `pass init`. */
export async function startPassHelper({ isSetUp = true } = {}): Promise<RealHelper> {
  const programs = await fetchHelperPrograms();
  // Short, because gpg-agent's socket lies in it.
  const home = await mkdtemp(path.join(tmpdir(), 'bp-'));
  const env = {
    HOME: home,
    GNUPGHOME: path.join(home, 'g'),
    PASSWORD_STORE_DIR: path.join(home, 'store'),
    PATH: `${programs}:/usr/bin:/bin`,
    LC_ALL: 'C.UTF-8',
  };
  const run = (...argv: [string, ...string[]]) => runProgram(argv, { env, timeoutMs: 60_000 });
  const stop = async (): Promise<void> => {
    await run('gpgconf', '--kill', 'all');
    await rm(home, { recursive: true, force: true });
  };
  try {
    await runProgram(['install', '-d', '-m', '700', env.GNUPGHOME]);
    const batch = path.join(home, 'key');
    await writeFile(
      batch,
      '%no-protection\nKey-Type: eddsa\nKey-Curve: ed25519\nSubkey-Type: ecdh\nSubkey-Curve: cv25519\nName-Email: tests@example.invalid\nExpire-Date: 0\n%commit\n',
    );
    await run('gpg', '--batch', '--quiet', '--generate-key', batch);
    if (isSetUp) await run('pass', 'init', 'tests@example.invalid');
  } catch (error) {
    await stop();
    throw error;
  }
  return { env, storeDir: env.PASSWORD_STORE_DIR, [Symbol.asyncDispose]: stop };
}

/** The folder of the programs: `pass`, what it calls beyond a bare Debian, and the helpers; fetched once, not installed. */
async function fetchHelperPrograms(): Promise<string> {
  const { id, versionId, codename } = await readOsRelease();
  const architecture = toDebianArchitecture(process.arch);
  if (architecture === null) throw new Error(`No credential helpers for ${process.arch}`);
  const manifest: BundleManifest = {
    id: `test-helpers-${id}-${versionId}-${architecture}`,
    architecture,
    sources: [
      {
        suite: codename,
        packages: [
          { name: 'golang-docker-credential-helpers', tried: '0.6.4+ds1-1+b6' },
          { name: 'pass', tried: '1.7.4-6' },
          { name: 'tree', tried: '2.1.0-1' },
        ],
      },
    ],
  };
  const bundle = await fetchBundle(manifest, {
    cacheDir: toEnginePaths(process.env).cacheDir,
    findMirror: async () => {
      const mirror = findDebianMirror(await readAptSources('/etc/apt'), codename);
      if (mirror === null) throw new Error('No Debian mirror in /etc/apt');
      return mirror;
    },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const dir = path.join(bundle.rootDir, 'usr/bin');
  const names = await readdir(dir);
  if (!names.includes('docker-credential-pass')) throw new Error(`No docker-credential-pass in ${dir}`);
  return dir;
}
