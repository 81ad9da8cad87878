import type { BundleProgress } from './bundle/fetch-bundle.ts';
import { fetchBundle, readCompleteBundle } from './bundle/fetch-bundle.ts';
import type { Bundle } from './bundle/bundle-files.ts';
import { findDebianMirror, readAptSources } from './bundle/debian-sources.ts';
import type { DebianMirror } from './bundle/debian-sources.ts';
import { manifestFor, olderManifestsFor, partManifestFor } from './bundle/manifest.ts';
import type { BundleManifest, BundlePart, Machine } from './bundle/manifest.ts';
import { readOsRelease } from './bundle/os-release.ts';
import { arrangeEngine, placeBusybox } from './bundle/unpack-bundle.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { toDebianArchitecture } from './native/requirements.ts';
import type { StartSteps } from './start-steps.ts';

const aptDir = '/etc/apt';

/** What the engine of this machine is made of, or null where Berth brings none for it. */
export async function findManifest(): Promise<BundleManifest | null> {
  const machine = await findMachine();
  return machine === null ? null : manifestFor(machine);
}

async function findMachine(): Promise<Machine | null> {
  const architecture = toDebianArchitecture(process.arch);
  if (architecture === null) return null;
  const { id, versionId } = await readOsRelease();
  return { distribution: id, version: versionId, architecture };
}

/** Where this machine takes Debian's packages from, or null where it names no mirror. */
export async function findMirror(): Promise<DebianMirror | null> {
  return findDebianMirror(await readAptSources(aptDir), (await readOsRelease()).codename);
}

/**
 * The engine's programs where they are complete in the cache, without the network; null otherwise. Those of an older Berth count too:
 * an engine that worked goes on working where there is no network.
 */
export async function readEngineBundle(
  cacheDir: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Bundle | null> {
  const machine = await findMachine();
  if (machine === null) return null;
  for (const manifest of [manifestFor(machine), ...olderManifestsFor(machine)]) {
    const bundle = manifest === null ? null : await readCompleteBundle(manifest, cacheDir, signal);
    if (bundle !== null) return bundle;
  }
  return null;
}

/**
 * A bundle that has this part: the engine's, or one of its own, fetched now where the engine is somebody else's or came with an older Berth.
 * Throws `unsupported`/`system-unsupported` where there is none for this machine, `rejected`/`download-failed` where it cannot be had.
 */
export async function ensureBundlePart(part: BundlePart, cacheDir: string, signal: AbortSignal): Promise<Bundle> {
  const machine = await findMachine();
  const [whole, alone] = machine === null ? [null, null] : [manifestFor(machine), partManifestFor(machine, part)];
  if (machine === null || whole === null || alone === null) {
    throw new EngineError('unsupported', `Berth has no ${part} for this machine.`, { reason: 'system-unsupported' });
  }
  const older = olderManifestsFor(machine).filter((manifest) => hasAll(manifest, alone));
  for (const manifest of [whole, ...older]) {
    const ready = await readCompleteBundle(manifest, cacheDir, signal);
    if (ready !== null) return ready;
  }
  try {
    return await fetchBundle(alone, {
      cacheDir,
      findMirror: needMirror,
      arrange: placeBusybox,
      onProgress: () => undefined,
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new EngineError('rejected', toMessage(error), { reason: 'download-failed', cause: error });
  }
}

function hasAll(manifest: BundleManifest, wanted: BundleManifest): boolean {
  const names = new Set(manifest.sources.flatMap(({ packages }) => packages.map(({ name }) => name)));
  return wanted.sources.every(({ packages }) => packages.every(({ name }) => names.has(name)));
}

async function needMirror(): Promise<DebianMirror> {
  const mirror = await findMirror();
  if (mirror === null) throw new Error(`No Debian mirror in ${aptDir}`);
  return mirror;
}

/** Brings the engine's programs into the cache and tells how that goes in the steps `download` and `unpack`. */
export async function fetchEngineBundle(
  manifest: BundleManifest,
  cacheDir: string,
  steps: StartSteps,
  signal: AbortSignal,
): Promise<Bundle> {
  let isUnpacking = false;
  const onProgress = (progress: BundleProgress): void => {
    if (progress.phase === 'lists') steps.progress('download', null, progress.fact);
    if (progress.phase === 'download') {
      const { doneBytes, totalBytes, fact } = progress;
      steps.progress('download', { done: doneBytes, total: totalBytes, unit: 'bytes' }, fact);
    }
    if (progress.phase !== 'unpack') return;
    if (!isUnpacking) {
      isUnpacking = true;
      void steps.end('download', 'done', '');
      steps.begin('unpack');
    }
    const { doneItems, totalItems, fact } = progress;
    steps.progress('unpack', { done: doneItems, total: totalItems, unit: 'items' }, fact);
  };
  steps.begin('download');
  const bundle = await fetchBundle(manifest, {
    cacheDir,
    findMirror: needMirror,
    arrange: arrangeEngine,
    onProgress,
    signal,
  });
  // Another Berth may have fetched it meanwhile: then there was nothing to unpack.
  await steps.end(isUnpacking ? 'unpack' : 'download', 'done', '');
  if (!isUnpacking) await steps.end('unpack', 'skipped', '');
  return bundle;
}
