import path from 'node:path';
import type { DebianArchitecture } from './manifest.ts';

/** What is in an unpacked bundle. */
export interface Bundle {
  readonly rootDir: string;
  readonly architecture: DebianArchitecture;
  readonly packages: readonly { readonly name: string; readonly version: string; readonly suite: string }[];
  /** The packages that are newer than what Berth was tried with. */
  readonly notes: readonly string[];
}

export interface BundleFiles {
  readonly dockerd: string;
  readonly cli: string;
  readonly cliPluginsDir: string;
  /** Static, to be mounted into containers as their process 1. */
  readonly init: string;
  /** Static, for images and for setting up the bridge. */
  readonly busybox: string;
  readonly iptables: string;
  /** Not in every bundle: see `ensureBundlePart`. */
  readonly registry: string;
  readonly libraryDirs: readonly string[];
  readonly xtablesDir: string;
  /** Folders for PATH. */
  readonly programDirs: readonly string[];
}

/** Debian's names for the folders of libraries. */
export const tripletByArchitecture: Readonly<Record<DebianArchitecture, string>> = {
  amd64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
};

/** Where the files of an unpacked bundle are. */
export function toBundleFiles(bundle: Pick<Bundle, 'rootDir' | 'architecture'>): BundleFiles {
  const at = (...parts: string[]): string => path.join(bundle.rootDir, ...parts);
  const triplet = tripletByArchitecture[bundle.architecture];
  return {
    dockerd: at('usr/sbin/dockerd'),
    cli: at('usr/bin/docker'),
    cliPluginsDir: at('usr/libexec/docker/cli-plugins'),
    init: at('usr/bin/tini-static'),
    busybox: at('berth/bin/busybox'),
    iptables: at('berth/bin/iptables'),
    registry: at('usr/bin/docker-registry'),
    libraryDirs: [at('usr/lib', triplet), at('lib', triplet)],
    xtablesDir: at('usr/lib', triplet, 'xtables'),
    programDirs: [at('berth/bin'), at('usr/bin'), at('usr/sbin'), at('bin'), at('sbin')],
  };
}

/** The environment for the bundle's programs: its own programs and libraries first. */
export function toBundleEnvironment(bundle: Pick<Bundle, 'rootDir' | 'architecture'>): Record<string, string> {
  const files = toBundleFiles(bundle);
  return {
    PATH: [...files.programDirs, '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(
      ':',
    ),
    LD_LIBRARY_PATH: files.libraryDirs.join(':'),
    XTABLES_LIBDIR: files.xtablesDir,
    LC_ALL: 'C.UTF-8',
  };
}
