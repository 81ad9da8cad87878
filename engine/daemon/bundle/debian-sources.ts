import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** One archive that apt is told to use: a stanza of a `.sources` file or a line of a `.list` file (sources.list(5)). */
export interface AptSource {
  readonly file: string;
  readonly enabled: boolean;
  readonly types: readonly string[];
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** Paths of keyrings or fingerprints; empty where apt's own trusted keys are meant. */
  readonly signedBy: readonly string[];
}

/** Where this machine takes Debian from. `keyring` is the path of the Debian archive's keys. */
export interface DebianMirror {
  readonly archiveUri: string;
  /** Null where the machine takes no security updates from a mirror that Berth can tell. */
  readonly securityUri: string | null;
}

/** Reads the stanzas of a deb822 `.sources` file. */
export function parseDeb822Sources(file: string, text: string): AptSource[] {
  const sources: AptSource[] = [];
  for (const stanza of toStanzas(text)) {
    const words = (name: string): string[] => (stanza.get(name) ?? '').split(/\s+/).filter((word) => word !== '');
    if (words('uris').length === 0) continue;
    sources.push({
      file,
      enabled: !/^(no|false|off|0|without|disable)$/i.test((stanza.get('enabled') ?? 'yes').trim()),
      types: words('types'),
      uris: words('uris'),
      suites: words('suites'),
      components: words('components'),
      signedBy: words('signed-by'),
    });
  }
  return sources;
}

/** Reads the lines of a one-line-style `.list` file. */
export function parseListSources(file: string, text: string): AptSource[] {
  const sources: AptSource[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*(deb|deb-src)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)([^#]*)/.exec(line);
    if (match === null) continue;
    const [, type = '', options = '', uri = '', suite = '', components = ''] = match;
    const signedBy = /(?:^|\s)signed-by=(\S+)/.exec(options)?.[1];
    sources.push({
      file,
      enabled: true,
      types: [type],
      uris: [uri],
      suites: [suite],
      components: components.split(/\s+/).filter((word) => word !== ''),
      signedBy: signedBy === undefined ? [] : signedBy.split(','),
    });
  }
  return sources;
}

/**
 * The mirror of Debian's own archive among a machine's sources: what the archive's keyring signs, or, as older installations write
 * it, what names no key and has the machine's suite. A vendor's source names its own key, or a suite of its own.
 */
export function findDebianMirror(sources: readonly AptSource[], codename: string): DebianMirror | null {
  const usable = sources.filter(
    (source) =>
      source.enabled &&
      source.types.includes('deb') &&
      source.components.includes('main') &&
      source.uris.some(isMirrorUri) &&
      (isSignedByDebian(source) || source.signedBy.length === 0),
  );
  const ranked = [...usable.filter(isSignedByDebian), ...usable.filter((source) => !isSignedByDebian(source))];
  const uriFor = (suites: readonly string[]): string | undefined =>
    ranked.find((source) => source.suites.some((suite) => suites.includes(suite)))?.uris.find(isMirrorUri);
  const archiveUri = uriFor([codename, 'stable', 'oldstable', 'testing']);
  if (archiveUri === undefined) return null;
  const securityUri = uriFor([`${codename}-security`, 'stable-security', 'oldstable-security', 'testing-security']);
  return { archiveUri, securityUri: securityUri ?? null };
}

/** Reads every source that apt itself would read below a folder such as `/etc/apt`; a file that cannot be read is left out. */
export async function readAptSources(aptDir: string): Promise<AptSource[]> {
  const partsDir = path.join(aptDir, 'sources.list.d');
  const names = await readdir(partsDir).catch(() => []);
  // apt ignores other names, which is how a source is put out of use: `nodesource.list.disabled`.
  const files = [
    path.join(aptDir, 'sources.list'),
    ...names.filter((name) => /^[\w.-]+\.(list|sources)$/.test(name)).map((name) => path.join(partsDir, name)),
  ];
  const sources: AptSource[] = [];
  for (const file of files.sort()) {
    const text = await readFile(file, 'utf8').catch(() => '');
    sources.push(...(file.endsWith('.sources') ? parseDeb822Sources(file, text) : parseListSources(file, text)));
  }
  return sources;
}

function isSignedByDebian(source: AptSource): boolean {
  return source.signedBy.some((key) => /^debian-archive-[\w-]+\.(gpg|pgp|asc)$/.test(path.basename(key)));
}

function isMirrorUri(uri: string): boolean {
  return /^(https?|mirror(\+\w+)*|file|copy|tor(\+https?)?):/.test(uri);
}

function toStanzas(text: string): Map<string, string>[] {
  const stanzas: Map<string, string>[] = [];
  let fields = new Map<string, string>();
  let last = '';
  for (const line of [...text.split('\n'), '']) {
    if (line.startsWith('#')) continue;
    if (line.trim() === '') {
      if (fields.size > 0) stanzas.push(fields);
      fields = new Map();
      last = '';
    } else if (/^[ \t]/.test(line)) {
      if (last !== '') fields.set(last, `${fields.get(last) ?? ''}\n${line}`);
    } else {
      const colon = line.indexOf(':');
      if (colon < 1) continue;
      last = line.slice(0, colon).trim().toLowerCase();
      fields.set(last, line.slice(colon + 1));
    }
  }
  return stanzas;
}
