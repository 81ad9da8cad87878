import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../../platform/process.ts';
import type { DebianMirror } from './debian-sources.ts';
import { toSuiteFamily } from './manifest.ts';
import type { BundleManifest, BundleSource } from './manifest.ts';

const keyrings = ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp'];

/** A package as the archive's signed index describes it now. */
export interface AvailablePackage {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/**
 * apt with a configuration of its own: own source list of one suite, own package lists and cache, an empty package status, and the
 * Debian archive's keyring, so that it changes nothing on the system, needs no root, and checks every signature.
 */
export class Apt {
  readonly #source: BundleSource;
  readonly #dir: string;
  readonly #env: Readonly<Record<string, string | undefined>>;

  private constructor(source: BundleSource, dir: string) {
    this.#source = source;
    this.#dir = dir;
    // The messages are matched and shown, hence one language.
    this.#env = { ...process.env, APT_CONFIG: path.join(dir, 'apt.conf'), LC_ALL: 'C.UTF-8' };
  }

  /** Writes the configuration for one suite into a folder of its own. */
  static async prepare(
    manifest: BundleManifest,
    source: BundleSource,
    mirror: DebianMirror,
    dir: string,
    signal: AbortSignal,
  ): Promise<Apt> {
    await mkdir(path.join(dir, 'lists', 'partial'), { recursive: true, mode: 0o700 });
    await mkdir(path.join(dir, 'cache', 'archives', 'partial'), { recursive: true, mode: 0o700 });
    await writeFile(path.join(dir, 'status'), '');
    const keyring = await findKeyring();
    const lines = toSuiteFamily(source.suite).flatMap((suite) => {
      const uri = suite.endsWith('-security') ? mirror.securityUri : mirror.archiveUri;
      return uri === null ? [] : [`deb [arch=${manifest.architecture} signed-by=${keyring}] ${uri} ${suite} main`];
    });
    await writeFile(path.join(dir, 'sources.list'), `${lines.join('\n')}\n`, { mode: 0o600 });
    const own = toAptConfig(dir, manifest.architecture);
    const inherited = await readTransportSettings(signal);
    await writeFile(path.join(dir, 'apt.conf'), [...inherited, ...own, ''].join('\n'), { mode: 0o600 });
    return new Apt(source, dir);
  }

  /** Fetches the signed package lists. */
  async update(signal: AbortSignal): Promise<void> {
    await runProgram(['apt-get', '-q', '-o', 'APT::Update::Error-Mode=any', 'update'], { env: this.#env, signal });
  }

  /** What the lists offer for each package now. */
  async available(signal: AbortSignal): Promise<AvailablePackage[]> {
    // In an empty folder, because apt leaves out what is already there.
    const emptyDir = path.join(this.#dir, 'empty');
    await mkdir(emptyDir, { recursive: true });
    const names = this.#source.packages.map(({ name }) => name);
    const { stdout } = await runProgram(['apt-get', '-q', 'download', '--print-uris', ...names], {
      cwd: emptyDir,
      env: this.#env,
      signal,
    });
    return parsePrintedUris(stdout);
  }

  /**
   * Downloads packages into a folder; apt compares each with the hash of the signed lists. `onProgress` hears how much
   * is there, 0 to 1, and which package comes now.
   */
  async download(
    packages: readonly AvailablePackage[],
    intoDir: string,
    onProgress: (share: number, fact: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (packages.length === 0) return;
    const names = packages.map(({ name, version }) => `${name}=${version}`);
    let share = 0;
    let fact = '';
    const onLine = (line: string): void => {
      const percent = /^dlstatus:[^:]*:([\d.]+):/.exec(line)?.[1];
      const [, name, version] = /^Get:\d+ .* (\S+) \S+ (\S+) \[[^\]]*\]$/.exec(line) ?? [];
      if (percent !== undefined) share = Number(percent) / 100;
      if (name !== undefined) fact = `${name} ${version}`;
      if (percent !== undefined || name !== undefined) onProgress(share, fact);
    };
    const argv = ['apt-get', '-q', '-o', 'APT::Status-Fd=1', 'download', ...names] as const;
    await runProgram([...argv], { cwd: intoDir, env: this.#env, signal, onLine });
  }
}

/** Reads what `apt-get download --print-uris` prints: `'URI' FILE SIZE SHA256:HASH`. */
export function parsePrintedUris(output: string): AvailablePackage[] {
  return output.split('\n').flatMap((line) => {
    const match = /^'[^']+' (\S+) (\d+) SHA256:([0-9a-f]{64})$/.exec(line.trim());
    if (match === null) return [];
    const [, file = '', size = '0', sha256 = ''] = match;
    const [name = '', version = ''] = file.split('_');
    return [{ name, version: decodeURIComponent(version), file, sizeBytes: Number(size), sha256 }];
  });
}

/** True where the file is there and is what the signed index says. */
async function isIntact(dir: string, expected: AvailablePackage): Promise<boolean> {
  const file = path.join(dir, expected.file);
  try {
    if ((await stat(file)).size !== expected.sizeBytes) return false;
  } catch {
    // Not there.
    return false;
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex') === expected.sha256;
}

/** Removes what is not intact, and answers what is missing. */
export async function keepIntact(dir: string, packages: readonly AvailablePackage[]): Promise<AvailablePackage[]> {
  const missing: AvailablePackage[] = [];
  for (const expected of packages) {
    if (await isIntact(dir, expected)) continue;
    await rm(path.join(dir, expected.file), { force: true });
    missing.push(expected);
  }
  return missing;
}

/** The keyring of Debian's archive, installed on every Debian; throws where there is none. */
export async function findKeyring(): Promise<string> {
  for (const file of keyrings) {
    try {
      await access(file);
      return file;
    } catch {
      // Debian 13 renamed it: try the next.
    }
  }
  throw new Error(`None of these keyrings is here: ${keyrings.join(', ')}`);
}

function toAptConfig(dir: string, architecture: string): string[] {
  const settings: [string, string][] = [
    ['Dir::Etc::main', '/dev/null'],
    ['Dir::Etc::Parts', '/dev/null'],
    ['Dir::Etc::SourceList', path.join(dir, 'sources.list')],
    ['Dir::Etc::SourceParts', '/dev/null'],
    ['Dir::Etc::Preferences', '/dev/null'],
    ['Dir::Etc::PreferencesParts', '/dev/null'],
    ['Dir::State::Lists', path.join(dir, 'lists')],
    ['Dir::State::status', path.join(dir, 'status')],
    ['Dir::Cache', path.join(dir, 'cache')],
    // One of the two copies of what apt has read of the lists is enough: they take 64 MB each.
    ['Dir::Cache::srcpkgcache', ''],
    ['APT::Architecture', architecture],
    // The folder belongs to the person who runs Berth; the user `_apt` could not write there.
    ['APT::Sandbox::User', 'root'],
    ['Acquire::Languages', 'none'],
    ['Acquire::GzipIndexes', 'true'],
    ['Acquire::Retries', '3'],
    ['Acquire::AllowInsecureRepositories', 'false'],
    ['Acquire::AllowWeakRepositories', 'false'],
    ['Acquire::AllowDowngradeToInsecureRepositories', 'false'],
  ];
  return [...settings.map(([name, value]) => `${name} ${JSON.stringify(value)};`), 'APT::Architectures { };'];
}

/** The machine's own settings of how to reach a mirror, such as its proxy, in apt.conf(5) form. */
async function readTransportSettings(signal: AbortSignal): Promise<string[]> {
  const { stdout } = await runProgram(['apt-config', 'dump'], { signal });
  return stdout
    .split('\n')
    .filter((line) => /^Acquire::(https?|ftp|tor|socks5h|ForceIPv[46]|Check-Valid-Until|Check-Date)\b.*;$/i.test(line));
}
