import { toBundleFiles } from './bundle/bundle-files.ts';
import { readEngineBundle } from './engine-bundle.ts';
import { toBusyboxEntries } from './welcome/busybox-entries.ts';
import { buildImageArchive } from './welcome/image-archive.ts';

/** Fixed, so that the same busybox gives the same image id. */
const createdAt = new Date('2026-11-21T00:00:00Z');

/** The image of debug shells, made of the bundle's busybox; null where this machine has no bundle in `cacheDir`. */
export async function buildDebugImage(cacheDir: string, tag: string, signal: AbortSignal): Promise<Buffer | null> {
  const bundle = await readEngineBundle(cacheDir, signal);
  if (bundle === null) return null;
  return buildImageArchive({
    tag,
    architecture: bundle.architecture,
    createdAt,
    entries: [
      ...(await toBusyboxEntries(toBundleFiles(bundle).busybox, signal)),
      // With the target's processes in view, its first one shows its files.
      { path: 'target', linkTo: '/proc/1/root' },
    ],
    config: { Cmd: ['sh'], Env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'], WorkingDir: '/' },
  });
}
