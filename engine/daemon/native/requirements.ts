import { access, constants, mkdir, readFile, realpath } from 'node:fs/promises';
import { release } from 'node:os';
import path from 'node:path';
import type { Missing } from '../../contract/engines.ts';
import { toMessage } from '../../platform/engine-error.ts';
import { ProcessError, runProgram } from '../../platform/process.ts';
import { toBundleEnvironment, toBundleFiles } from '../bundle/bundle-files.ts';
import type { Bundle } from '../bundle/bundle-files.ts';
import { findKeyring } from '../bundle/apt.ts';
import type { DebianArchitecture } from '../bundle/manifest.ts';

/**
 * Bits of `CapEff` that dockerd needs (linux/capability.h): those it gives to a container by default, because it can only pass on
 * what it has, and two for itself.
 */
const neededCapabilities: Readonly<Record<string, number>> = {
  chown: 0,
  dac_override: 1,
  fowner: 3,
  fsetid: 4,
  kill: 5,
  setgid: 6,
  setuid: 7,
  setpcap: 8,
  net_bind_service: 10,
  net_admin: 12,
  net_raw: 13,
  sys_chroot: 18,
  sys_admin: 21,
  mknod: 27,
  audit_write: 29,
  setfcap: 31,
};

const architectures: Readonly<Record<string, DebianArchitecture>> = { x64: 'amd64', arm64: 'arm64' };

/** Debian's name for this machine's architecture, or null for one that Berth brings no engine for. */
export function toDebianArchitecture(nodeArchitecture: string): DebianArchitecture | null {
  return architectures[nodeArchitecture] ?? null;
}

/** What is missing here to fetch the bundle: not asked for where it is there already. */
export async function checkFetching(): Promise<Missing[]> {
  const missing: Missing[] = [];
  for (const program of ['apt-get', 'apt-config', 'dpkg', 'dpkg-deb']) {
    if (!(await isOnPath(program))) missing.push({ id: 'apt', detail: program });
  }
  if (missing.length > 0) return missing;
  try {
    await findKeyring();
  } catch (error) {
    missing.push({ id: 'apt', detail: toMessage(error) });
  }
  return missing;
}

/** What is missing here for dockerd to run, as far as it can be told without its programs. */
export async function checkMachine(dataRootDir: string): Promise<Missing[]> {
  if (process.platform !== 'linux') return [{ id: 'linux', detail: process.platform }];
  if (toDebianArchitecture(process.arch) === null) return [{ id: 'architecture', detail: process.arch }];
  // Without root the rest cannot be judged.
  if (process.geteuid?.() !== 0) return [{ id: 'root', detail: `uid ${process.geteuid?.() ?? '?'}` }];
  const missing: Missing[] = [];
  const capabilities = missingCapabilities(await readText('/proc/self/status'));
  if (capabilities.length > 0) missing.push({ id: 'capabilities', detail: capabilities.join(', ') });
  const mounts = parseMountInfo(await readText('/proc/self/mountinfo'));
  const controllers = missingControllers(mounts, await readText('/sys/fs/cgroup/cgroup.controllers'));
  if (controllers !== null) missing.push({ id: 'cgroups', detail: controllers });
  if (!(await hasOverlay())) missing.push({ id: 'overlay', detail: release() });
  const problem = await checkDataRoot(dataRootDir, mounts);
  if (problem !== null) missing.push({ id: 'data-folder', detail: problem });
  return missing;
}

export type XtablesProgram = 'xtables-nft-multi' | 'xtables-legacy-multi';

/** Which of the two kinds of iptables this kernel has, by trying it; what it said where it has neither. */
export async function findIptables(
  bundle: Bundle,
  signal: AbortSignal,
): Promise<{ readonly program: XtablesProgram } | { readonly missing: Missing }> {
  const said: string[] = [];
  for (const program of ['xtables-nft-multi', 'xtables-legacy-multi'] as const) {
    try {
      for (const table of ['nat', 'filter']) {
        await runProgram([toBundleFiles(bundle).iptables, '-w', '-t', table, '-L', '-n'], {
          env: { ...toBundleEnvironment(bundle), BERTH_XTABLES: program },
          signal,
          timeoutMs: 20_000,
        });
      }
      return { program };
    } catch (error) {
      if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error;
      said.push(error.output);
    }
  }
  return { missing: { id: 'iptables', detail: said.join('\n') } };
}

/** The names of the needed capabilities that `/proc/PID/status` does not have in effect. */
export function missingCapabilities(status: string): string[] {
  const mask = /^CapEff:\s*([0-9a-fA-F]+)\s*$/m.exec(status)?.[1];
  const effective = BigInt(`0x${mask ?? '0'}`);
  return Object.entries(neededCapabilities)
    .filter(([, bit]) => ((effective >> BigInt(bit)) & 1n) === 0n)
    .map(([name]) => name);
}

export interface Mount {
  readonly mountPoint: string;
  readonly fileSystem: string;
  readonly isReadOnly: boolean;
  readonly superOptions: readonly string[];
}

/** Reads `/proc/PID/mountinfo` (proc(5)). */
export function parseMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after] = line.split(' - ');
    if (after === undefined) return [];
    const [fileSystem = '', , superOptions = ''] = after.split(' ');
    const [, , , , mountPoint = '', options = ''] = before.split(' ');
    return [
      {
        // Blanks and the like are written in octal.
        mountPoint: mountPoint.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))),
        fileSystem,
        isReadOnly: options.split(',').includes('ro') || superOptions.split(',').includes('ro'),
        superOptions: superOptions.split(','),
      },
    ];
  });
}

/** The mount that a path without symbolic links is on; the later of two on the same place hides the earlier. */
export function findMount(mounts: readonly Mount[], realFile: string): Mount | null {
  let found: Mount | null = null;
  for (const mount of mounts) {
    const prefix = mount.mountPoint === '/' ? '/' : `${mount.mountPoint}/`;
    if (`${realFile}/`.startsWith(prefix) && mount.mountPoint.length >= (found?.mountPoint.length ?? 0)) found = mount;
  }
  return found;
}

/** What keeps containers from being limited and counted: null where version 1 or 2 has what runc needs. */
export function missingControllers(mounts: readonly Mount[], unifiedControllers: string): string | null {
  const version1 = mounts
    .filter(({ fileSystem }) => fileSystem === 'cgroup')
    .flatMap(({ superOptions }) => superOptions);
  const unified = mounts.some(
    ({ mountPoint, fileSystem }) => mountPoint === '/sys/fs/cgroup' && fileSystem === 'cgroup2',
  );
  const available = unified ? unifiedControllers.trim().split(/\s+/) : version1;
  // Version 2 has no devices controller: it does that with eBPF.
  const needed = unified ? ['memory', 'pids'] : ['devices', 'memory'];
  const lacking = needed.filter((name) => !available.includes(name));
  return lacking.length === 0 ? null : lacking.join(', ');
}

async function hasOverlay(): Promise<boolean> {
  if (/\boverlay$/m.test(await readText('/proc/filesystems'))) return true;
  // Not loaded yet, but a module that the kernel loads when it is asked for.
  const modulesDir = path.join('/lib/modules', release());
  const modules = await Promise.all(
    ['modules.builtin', 'modules.dep'].map((name) => readText(path.join(modulesDir, name))),
  );
  return modules.some((text) => /\/overlay\.ko/.test(text));
}

async function checkDataRoot(dataRootDir: string, mounts: readonly Mount[]): Promise<string | null> {
  try {
    await mkdir(dataRootDir, { recursive: true, mode: 0o700 });
    await access(dataRootDir, constants.W_OK);
    const realDir = await realpath(dataRootDir);
    const mount = findMount(mounts, realDir);
    if (mount === null) return null;
    if (mount.fileSystem === 'overlay') return `${realDir}: overlay (${mount.mountPoint})`;
    return mount.isReadOnly ? `${realDir}: read-only (${mount.mountPoint})` : null;
  } catch (error) {
    return toMessage(error);
  }
}

async function isOnPath(program: string): Promise<boolean> {
  for (const dir of (process.env['PATH'] ?? '').split(':')) {
    try {
      await access(path.join(dir, program), constants.X_OK);
      return true;
    } catch {
      // Not in this folder.
    }
  }
  return false;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    // Kernels differ in what they show; what is not shown counts as not there.
    return '';
  }
}
