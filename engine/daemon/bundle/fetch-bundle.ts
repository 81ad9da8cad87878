import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomically } from '../../platform/atomic-file.ts';
import { runProgram } from '../../platform/process.ts';
import { withFileLock } from '../file-lock.ts';
import { Apt, keepIntact } from './apt.ts';
import type { AvailablePackage } from './apt.ts';
import type { Bundle } from './bundle-files.ts';
import type { DebianMirror } from './debian-sources.ts';
import type { BundleManifest } from './manifest.ts';
import { unpackPackages } from './unpack-bundle.ts';

export type BundleProgress =
  | { readonly phase: 'lists'; readonly fact: string }
  | { readonly phase: 'download'; readonly doneBytes: number; readonly totalBytes: number; readonly fact: string }
  | { readonly phase: 'unpack'; readonly doneItems: number; readonly totalItems: number; readonly fact: string };

export interface FetchOptions {
  readonly cacheDir: string;
  /** Asked for only where something has to be fetched. */
  readonly findMirror: () => Promise<DebianMirror>;
  /** Adds what the packages do not have, before the bundle counts as complete. */
  readonly arrange?: (rootDir: string) => Promise<void>;
  readonly onProgress: (progress: BundleProgress) => void;
  readonly signal: AbortSignal;
}

interface Stamp {
  readonly packages: Bundle['packages'];
  /** Sizes of the larger files, by which a damaged bundle is known. */
  readonly sizes: Readonly<Record<string, number>>;
}

/** Smaller files are too many to look at on each start. */
const checkedFromBytes = 100_000;

/**
 * Brings a bundle into the cache folder and answers where it is. A complete one is used as it is, without the network; an
 * interrupted one goes on with the packages that are already there. Several processes may ask at once: one fetches.
 */
export async function fetchBundle(manifest: BundleManifest, options: FetchOptions): Promise<Bundle> {
  const bundleDir = path.join(options.cacheDir, 'bundle', manifest.id);
  const ready = await readCompleteBundle(manifest, options.cacheDir, options.signal);
  if (ready !== null) return ready;
  return withFileLock(`${bundleDir}.lock`, options.signal, async () => {
    const fetchedMeanwhile = await readCompleteBundle(manifest, options.cacheDir, options.signal);
    return fetchedMeanwhile ?? makeBundle(manifest, bundleDir, options);
  });
}

async function makeBundle(manifest: BundleManifest, bundleDir: string, options: FetchOptions): Promise<Bundle> {
  const workDir = `${bundleDir}.work`;
  const debsDir = path.join(workDir, 'debs');
  await mkdir(debsDir, { recursive: true, mode: 0o700 });
  const packages = await downloadPackages(manifest, await options.findMirror(), workDir, debsDir, options);

  const newDir = `${bundleDir}.new`;
  const totalItems = packages.length;
  const onUnpacked = (doneItems: number): void =>
    options.onProgress({ phase: 'unpack', doneItems, totalItems, fact: '' });
  onUnpacked(0);
  const rootDir = path.join(newDir, 'root');
  await rm(newDir, { recursive: true, force: true });
  await unpackPackages(
    packages.map(({ file }) => path.join(debsDir, file)),
    rootDir,
    onUnpacked,
    options.signal,
  );
  await options.arrange?.(rootDir);
  const stamp: Stamp = {
    packages: packages.map(({ name, version, suite }) => ({ name, version, suite })),
    sizes: await measure(rootDir, options.signal),
  };
  // A bundle without its stamp is not complete, whatever is there: the stamp goes first and comes last.
  await rm(path.join(bundleDir, 'stamp.json'), { force: true });
  await rm(bundleDir, { recursive: true, force: true });
  await rename(newDir, bundleDir);
  await writeFileAtomically(path.join(bundleDir, 'stamp.json'), JSON.stringify(stamp, null, 2));
  await rm(workDir, { recursive: true, force: true });
  return toBundle(manifest, bundleDir, stamp, options.signal);
}

/** The bundle where it is complete and its larger files have their sizes; null otherwise. Reads no network. */
export async function readCompleteBundle(
  manifest: BundleManifest,
  cacheDir: string,
  signal: AbortSignal,
): Promise<Bundle | null> {
  const bundleDir = path.join(cacheDir, 'bundle', manifest.id);
  let stamp: Stamp;
  try {
    stamp = JSON.parse(await readFile(path.join(bundleDir, 'stamp.json'), 'utf8')) as Stamp;
    for (const [file, sizeBytes] of Object.entries(stamp.sizes)) {
      if ((await stat(path.join(bundleDir, 'root', file))).size !== sizeBytes) return null;
    }
  } catch {
    // No stamp, a damaged one, or a file is gone: not complete.
    return null;
  }
  return toBundle(manifest, bundleDir, stamp, signal);
}

async function downloadPackages(
  manifest: BundleManifest,
  mirror: DebianMirror,
  workDir: string,
  debsDir: string,
  { onProgress, signal }: FetchOptions,
): Promise<(AvailablePackage & { suite: string })[]> {
  onProgress({ phase: 'lists', fact: manifest.sources.map(({ suite }) => suite).join(', ') });
  const plans = await Promise.all(
    manifest.sources.map(async (source) => {
      const apt = await Apt.prepare(manifest, source, mirror, path.join(workDir, source.suite), signal);
      await apt.update(signal);
      const offered = await apt.available(signal);
      const missing = source.packages.filter(({ name }) => !offered.some((other) => other.name === name));
      if (missing.length > 0) throw new Error(`${source.suite} has no ${missing.map(({ name }) => name).join(', ')}`);
      return { apt, offered, suite: source.suite };
    }),
  );
  const all = plans.flatMap(({ offered, suite }) => offered.map((offer) => ({ ...offer, suite })));
  const totalBytes = sumBytes(all);
  const wanted = await keepIntact(debsDir, all);
  let doneBytes = totalBytes - sumBytes(wanted);
  for (const { apt, offered } of plans) {
    const missing = offered.filter(({ file }) => wanted.some((other) => other.file === file));
    const groupBytes = sumBytes(missing);
    const tell = (share: number, fact: string): void =>
      onProgress({ phase: 'download', doneBytes: Math.round(doneBytes + share * groupBytes), totalBytes, fact });
    tell(0, '');
    await apt.download(missing, debsDir, tell, signal);
    doneBytes += groupBytes;
  }
  const damaged = await keepIntact(debsDir, all);
  if (damaged.length > 0) throw new Error(`Damaged: ${damaged.map(({ file }) => file).join(', ')}`);
  return all;
}

async function toBundle(
  manifest: BundleManifest,
  bundleDir: string,
  stamp: Stamp,
  signal: AbortSignal,
): Promise<Bundle> {
  const tried = new Map(manifest.sources.flatMap((source) => source.packages.map(({ name, tried }) => [name, tried])));
  const notes: string[] = [];
  for (const { name, version } of stamp.packages) {
    const triedVersion = tried.get(name);
    if (triedVersion !== undefined && (await isNewer(version, triedVersion, signal)))
      notes.push(`${name} ${version} (tried: ${triedVersion})`);
  }
  return {
    rootDir: path.join(bundleDir, 'root'),
    architecture: manifest.architecture,
    packages: stamp.packages,
    notes,
  };
}

/** Compares by dpkg's own rules. */
export async function isNewer(version: string, than: string, signal: AbortSignal): Promise<boolean> {
  if (version === than) return false;
  const argv = ['dpkg', '--compare-versions', version, 'gt', than] as const;
  return (await runProgram([...argv], { expect: [0, 1], signal })).exitCode === 0;
}

async function measure(rootDir: string, signal: AbortSignal): Promise<Record<string, number>> {
  const argv = ['find', rootDir, '-type', 'f', '-size', `+${checkedFromBytes}c`, '-printf', '%s %P\\n'] as const;
  const { stdout } = await runProgram([...argv], { signal });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => [line.slice(line.indexOf(' ') + 1), Number(line.slice(0, line.indexOf(' ')))]),
  );
}

function sumBytes(packages: readonly { readonly sizeBytes: number }[]): number {
  return packages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
