import { readFileIfAny } from '../../platform/atomic-file.ts';

export interface OsRelease {
  /** Such as `debian`. */
  readonly id: string;
  /** Such as `12`; empty on a rolling release. */
  readonly versionId: string;
  /** Such as `bookworm`. */
  readonly codename: string;
  /** Such as `Debian GNU/Linux 12 (bookworm)`. */
  readonly name: string;
}

/** Which system this is, by os-release(5). */
export async function readOsRelease(): Promise<OsRelease> {
  return parseOsRelease((await readFileIfAny('/etc/os-release')) ?? (await readFileIfAny('/usr/lib/os-release')) ?? '');
}

/** Reads the assignments of an os-release file. */
export function parseOsRelease(text: string): OsRelease {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z_]+)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(.*))$/.exec(line.trim());
    if (match === null) continue;
    const [, name = '', double, single, plain] = match;
    values.set(name, double?.replace(/\\(.)/g, '$1') ?? single ?? plain ?? '');
  }
  return {
    id: values.get('ID') ?? '',
    versionId: values.get('VERSION_ID') ?? '',
    codename: values.get('VERSION_CODENAME') ?? '',
    name: values.get('PRETTY_NAME') ?? '',
  };
}
