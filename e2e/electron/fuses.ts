import { readFile } from 'node:fs/promises';

/** Stands before the fuse wire in Electron's program (Electron, 'Fuses': version, length, then a byte for each fuse). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** The fuses of wire version 1 in their order, as electron-builder calls them. */
const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;

type FuseName = (typeof fuseNames)[number];

/** The fuses of an Electron program that this Electron has, and whether they are on. Throws for another wire version. */
export async function readFuses(program: string): Promise<Partial<Record<FuseName, boolean>>> {
  const bytes = await readFile(program);
  const wire = bytes.indexOf(sentinel) + sentinel.length;
  const [version, length = 0] = bytes.subarray(wire, wire + 2);
  if (version !== 1) throw new Error(`${program} has no fuse wire of version 1.`);
  const present = fuseNames.slice(0, length);
  return Object.fromEntries(present.map((name, place) => [name, bytes[wire + 2 + place] === 0x31]));
}
