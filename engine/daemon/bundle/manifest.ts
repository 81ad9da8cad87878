/** The bundled engine is made of Debian packages; this file is the only list of them. */

export type DebianArchitecture = 'amd64' | 'arm64';

interface BundlePackage {
  readonly name: string;
  /** The newest version Berth was tried with. The archive keeps only its current one, so that it is no pin. */
  readonly tried: string;
}

/** Packages of one Debian suite, together with its updates and security suites. */
export interface BundleSource {
  readonly suite: string;
  readonly packages: readonly BundlePackage[];
}

export interface BundleManifest {
  /** Names the folder of the bundle; a change of the list of packages needs a new one. */
  readonly id: string;
  readonly architecture: DebianArchitecture;
  readonly sources: readonly BundleSource[];
}

/** What the machine is, from os-release(5) and Node. */
export interface Machine {
  /** `ID`, such as `debian`. */
  readonly distribution: string;
  /** `VERSION_ID`, such as `12`. */
  readonly version: string;
  readonly architecture: DebianArchitecture;
}

/** Grows when the lists below change, so that an older bundle is not taken for a complete one. */
const revision = 2;

/** Parts of the bundle that Berth also fetches alone, beside an engine that it did not bring or brought before it had them. */
const packageOfPart = {
  /** The registry that Berth runs as a container; the first revision did not have it, and the engine works without it. */
  registry: 'docker-registry',
  /** The tools of debug shells. */
  busybox: 'busybox-static',
} as const;

export type BundlePart = keyof typeof packageOfPart;

const engineFromTrixie: readonly BundlePackage[] = [
  { name: 'docker.io', tried: '26.1.5+dfsg1-9+deb13u1' },
  { name: 'docker-cli', tried: '26.1.5+dfsg1-9+deb13u1' },
  { name: 'containerd', tried: '1.7.24~ds1-6+deb13u1' },
  { name: 'docker-compose', tried: '2.26.1-4' },
  { name: 'docker-buildx', tried: '0.13.1+ds1-3' },
  { name: 'tini', tried: '0.19.0-3+b8' },
];

/** What links against the machine's glibc has to come from its own suite: trixie's runc needs glibc 2.38. */
const systemFromBookworm: readonly BundlePackage[] = [
  { name: 'runc', tried: '1.1.5+ds1-1+deb12u1' },
  { name: 'iptables', tried: '1.8.9-2' },
  { name: 'libxtables12', tried: '1.8.9-2' },
  { name: 'libip4tc2', tried: '1.8.9-2' },
  { name: 'libip6tc2', tried: '1.8.9-2' },
  { name: 'libnftnl11', tried: '1.2.4-2' },
  { name: 'libmnl0', tried: '1.0.4-3' },
  { name: 'libnetfilter-conntrack3', tried: '1.0.9-3' },
  { name: 'libnfnetlink0', tried: '1.0.2-2' },
  { name: 'libseccomp2', tried: '2.5.4-1+deb12u1' },
  // `docker top` runs ps on the host's side.
  { name: 'procps', tried: '2:4.0.2-3' },
  { name: 'libproc2-0', tried: '2:4.0.2-3' },
  { name: packageOfPart.busybox, tried: '1:1.35.0-4+deb12u1+b1' },
  { name: packageOfPart.registry, tried: '2.8.2+ds1-1' },
];

const systemFromTrixie: readonly BundlePackage[] = [
  { name: 'runc', tried: '1.1.15+ds1-2+b4' },
  { name: 'iptables', tried: '1.8.11-2' },
  { name: 'libxtables12', tried: '1.8.11-2' },
  { name: 'libip4tc2', tried: '1.8.11-2' },
  { name: 'libip6tc2', tried: '1.8.11-2' },
  { name: 'libnftnl11', tried: '1.2.9-1' },
  { name: 'libmnl0', tried: '1.0.5-3' },
  { name: 'libnetfilter-conntrack3', tried: '1.1.0-1' },
  { name: 'libnfnetlink0', tried: '1.0.2-3' },
  { name: 'libseccomp2', tried: '2.6.0-2' },
  { name: 'procps', tried: '2:4.0.4-9' },
  { name: 'libproc2-0', tried: '2:4.0.4-9' },
  { name: packageOfPart.busybox, tried: '1:1.37.0-6+b9' },
  { name: packageOfPart.registry, tried: '2.8.3+ds1-2+b8' },
];

/** One entry for each system that Berth brings an engine for; others use an engine that is already there. */
const sourcesBySystem: Readonly<Record<string, readonly BundleSource[]>> = {
  'debian-12': [
    { suite: 'trixie', packages: engineFromTrixie },
    { suite: 'bookworm', packages: systemFromBookworm },
  ],
  'debian-13': [{ suite: 'trixie', packages: [...engineFromTrixie, ...systemFromTrixie] }],
};

/** The bundle for a machine, or null where there is none for its distribution. */
export function manifestFor(machine: Machine): BundleManifest | null {
  return toManifest(machine, `r${revision}`, () => true);
}

/** The bundles of older Berths that the engine runs from as well: who has one need not fetch all of it again. */
export function olderManifestsFor(machine: Machine): BundleManifest[] {
  const first = toManifest(machine, 'r1', ({ name }) => name !== packageOfPart.registry);
  return first === null ? [] : [first];
}

/** One part alone, for who has no bundle with it; null where there is none for its distribution. */
export function partManifestFor(machine: Machine, part: BundlePart): BundleManifest | null {
  return toManifest(machine, `${part}-r1`, ({ name }) => name === packageOfPart[part]);
}

function toManifest(
  machine: Machine,
  part: string,
  isWanted: (entry: BundlePackage) => boolean,
): BundleManifest | null {
  const system = `${machine.distribution}-${machine.version}`;
  const all = sourcesBySystem[system];
  if (all === undefined) return null;
  const sources = all
    .map(({ suite, packages }) => ({ suite, packages: packages.filter(isWanted) }))
    .filter(({ packages }) => packages.length > 0);
  return { id: `${system}-${machine.architecture}-${part}`, architecture: machine.architecture, sources };
}

/** The main suite and what is released for it since. */
export function toSuiteFamily(suite: string): readonly string[] {
  return [suite, `${suite}-updates`, `${suite}-security`];
}
