import { toBundleFiles } from './bundle/bundle-files.ts';
import { ensureBundlePart } from './engine-bundle.ts';
import { toBusyboxEntries } from './welcome/busybox-entries.ts';
import { buildImageArchive } from './welcome/image-archive.ts';

/** Fixed, so that the same busybox gives the same image id. */
const createdAt = new Date('2026-11-21T00:00:00Z');

/** Goes on to where whoever started it runs, which is a shim of the engine, and is root's own shell there, or another where root has none to log in with. */
const machineShellScript = `#!/bin/sh
exec nsenter -t $PPID -m -u -i sh -c '
IFS=: read -r _ _ _ _ _ HOME SHELL <<END
$(grep "^root:" /etc/passwd)
END
case $SHELL in "" | */nologin | */false) SHELL=$(command -v bash || command -v sh) ;; esac
export HOME SHELL USER=root LOGNAME=root
cd "$HOME" || cd /
exec "$SHELL" -l
'
`;

interface DebugImage {
  readonly tag: string;
  /** The name of the program that goes on to the engine's machine. */
  readonly machineShell: string;
}

/** The image of debug shells, made of Debian's busybox, which is fetched where no bundle is there. Throws what `ensureBundlePart` does. */
export async function buildDebugImage(
  cacheDir: string,
  { tag, machineShell }: DebugImage,
  signal: AbortSignal,
): Promise<Buffer> {
  const bundle = await ensureBundlePart('busybox', cacheDir, signal);
  return buildImageArchive({
    tag,
    architecture: bundle.architecture,
    createdAt,
    entries: [
      ...(await toBusyboxEntries(toBundleFiles(bundle).busybox, signal)),
      // With the target's processes in view, its first one shows its files.
      { path: 'target', linkTo: '/proc/1/root' },
      { path: `bin/${machineShell}`, content: machineShellScript, mode: 0o755 },
    ],
    config: { Cmd: ['sh'], Env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'], WorkingDir: '/' },
  });
}
