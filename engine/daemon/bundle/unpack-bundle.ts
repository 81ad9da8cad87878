import { chmod, cp, mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../../platform/process.ts';

/** Parts of the packages that the engine never reads: some 90 of 380 MB. */
const dropped = [
  'etc',
  'lib/systemd',
  'lib/udev',
  'usr/bin/containerd-shim',
  'usr/bin/containerd-shim-runc-v1',
  'usr/bin/containerd-stress',
  'usr/bin/ctr',
  'usr/lib/systemd',
  'usr/sbin/arptables-nft',
  'usr/sbin/arptables-nft-restore',
  'usr/sbin/arptables-nft-save',
  'usr/sbin/ebtables-nft',
  'usr/sbin/ebtables-nft-restore',
  'usr/sbin/ebtables-nft-save',
  'usr/share',
  'var',
];

/**
 * dockerd names its chains DOCKER…, and empties them when it starts. Under names of their own they leave another engine on this
 * machine alone. The names are at most 28 characters long, hence a short prefix.
 */
const iptablesScript = (program: string): string => `#!/bin/sh
if [ -n "$BERTH_CHAINS" ]; then
  for word do
    shift
    case $word in DOCKER | DOCKER-*) word=$BERTH_CHAINS\${word#DOCKER} ;; esac
    set -- "$@" "$word"
  done
fi
exec "\${BERTH_XTABLES:-xtables-nft-multi}" ${program} "$@"
`;

/** Unpacks packages side by side into a new folder, without what the engine does not need. */
export async function unpackPackages(
  debs: readonly string[],
  rootDir: string,
  onUnpacked: (count: number) => void,
  signal: AbortSignal,
): Promise<void> {
  await rm(rootDir, { recursive: true, force: true });
  await mkdir(rootDir, { recursive: true, mode: 0o755 });
  let done = 0;
  const queue = [...debs];
  const work = async (): Promise<void> => {
    for (let deb = queue.shift(); deb !== undefined; deb = queue.shift()) {
      await runProgram(['dpkg-deb', '-x', deb, rootDir], { signal });
      done += 1;
      onUnpacked(done);
    }
  };
  // Two, because unpacking waits in turn for the processor and for the disk.
  await Promise.all([work(), work()]);
}

/** Takes out what is not needed and puts in the programs that dockerd expects by other names. */
export async function arrangeEngine(rootDir: string): Promise<void> {
  await Promise.all(dropped.map((name) => rm(path.join(rootDir, name), { recursive: true, force: true })));
  const binDir = path.join(rootDir, 'berth', 'bin');
  await mkdir(binDir, { recursive: true, mode: 0o755 });
  for (const program of ['iptables', 'ip6tables']) {
    const file = path.join(binDir, program);
    await writeFile(file, iptablesScript(program));
    await chmod(file, 0o755);
    for (const part of ['save', 'restore']) {
      await symlink('../../usr/sbin/xtables-nft-multi', path.join(binDir, `${program}-${part}`));
    }
  }
  await placeBusybox(rootDir);
}

/** Puts busybox where it is looked for: Debian 12 has it in bin, Debian 13 in usr/bin. */
export async function placeBusybox(rootDir: string): Promise<void> {
  const binDir = path.join(rootDir, 'berth', 'bin');
  await mkdir(binDir, { recursive: true, mode: 0o755 });
  for (const busybox of ['bin/busybox', 'usr/bin/busybox']) {
    const from = path.join(rootDir, busybox);
    if (await isFile(from)) await cp(from, path.join(binDir, 'busybox'));
  }
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    // Not there.
    return false;
  }
}
