import { toBundleFiles } from './bundle/bundle-files.ts';
import { ensureBundlePart } from './engine-bundle.ts';
import { toBusyboxEntries } from './welcome/busybox-entries.ts';
import { buildImageArchive } from './welcome/image-archive.ts';

/** Fixed, so that the same busybox gives the same image id. */
const createdAt = new Date('2026-11-21T00:00:00Z');

/** The image of debug shells, made of Debian's busybox, which is fetched where no bundle is there. Throws what `ensureBundlePart` does. */
export async function buildDebugImage(cacheDir: string, tag: string, signal: AbortSignal): Promise<Buffer> {
  const bundle = await ensureBundlePart('busybox', cacheDir, signal);
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
