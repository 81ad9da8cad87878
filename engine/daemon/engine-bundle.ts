import type { BundleProgress } from './bundle/fetch-bundle.ts';
import { fetchBundle, readCompleteBundle } from './bundle/fetch-bundle.ts';
import type { Bundle } from './bundle/bundle-files.ts';
import { findDebianMirror, readAptSources } from './bundle/debian-sources.ts';
import type { DebianMirror } from './bundle/debian-sources.ts';
import { manifestFor } from './bundle/manifest.ts';
import type { BundleManifest } from './bundle/manifest.ts';
import { readOsRelease } from './bundle/os-release.ts';
import { arrangeEngine } from './bundle/unpack-bundle.ts';
import { toDebianArchitecture } from './native/requirements.ts';
import type { StartSteps } from './start-steps.ts';

const aptDir = '/etc/apt';

/** What the engine of this machine is made of, or null where Berth brings none for it. */
export async function findManifest(): Promise<BundleManifest | null> {
  const architecture = toDebianArchitecture(process.arch);
  if (architecture === null) return null;
  const { id, versionId } = await readOsRelease();
  return manifestFor({ distribution: id, version: versionId, architecture });
}

/** Where this machine takes Debian's packages from, or null where it names no mirror. */
export async function findMirror(): Promise<DebianMirror | null> {
  return findDebianMirror(await readAptSources(aptDir), (await readOsRelease()).codename);
}

/** The engine's programs where they are complete in the cache, without the network; null otherwise. */
export async function readEngineBundle(cacheDir: string, signal?: AbortSignal): Promise<Bundle | null> {
  const manifest = await findManifest();
  if (manifest === null) return null;
  return readCompleteBundle(manifest, cacheDir, signal ?? new AbortController().signal);
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
    findMirror: async () => {
      const mirror = await findMirror();
      if (mirror === null) throw new Error(`No Debian mirror in ${aptDir}`);
      return mirror;
    },
    arrange: arrangeEngine,
    onProgress,
    signal,
  });
  // Another Berth may have fetched it meanwhile: then there was nothing to unpack.
  await steps.end(isUnpacking ? 'unpack' : 'download', 'done', '');
  if (!isUnpacking) await steps.end('unpack', 'skipped', '');
  return bundle;
}
