/** What a program needs to be started: its loader, and the libraries that it names itself. */
export interface Linkage {
  /** Such as `/lib64/ld-linux-x86-64.so.2`; null for a static program and for a library. */
  readonly interpreter: string | null;
  /** Names without folders, such as `libc.so.6`. */
  readonly needed: readonly string[];
}

const loadSegment = 1;
const dynamicSegment = 2;
const interpreterSegment = 3;

const neededTag = 1n;
const stringTableTag = 5n;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly sizeBytes: number;
}

/** Reads the linkage of a 64-bit little-endian ELF file (elf(5)). Throws for any other file. */
export function readLinkage(file: Buffer): Linkage {
  const isElf = file.length > 64 && file.readUInt32BE(0) === 0x7f454c46 && file[4] === 2 && file[5] === 1;
  if (!isElf) throw new Error('Not a 64-bit little-endian ELF file');
  const segments = readSegments(file);
  const interpreter = segments.find(({ type }) => type === interpreterSegment);
  return {
    interpreter: interpreter === undefined ? null : readText(file, interpreter.offset),
    needed: readNeeded(file, segments),
  };
}

function readSegments(file: Buffer): Segment[] {
  const start = Number(file.readBigUInt64LE(32));
  const entryBytes = file.readUInt16LE(54);
  return Array.from({ length: file.readUInt16LE(56) }, (_, index) => {
    const at = start + index * entryBytes;
    return {
      type: file.readUInt32LE(at),
      offset: Number(file.readBigUInt64LE(at + 8)),
      address: Number(file.readBigUInt64LE(at + 16)),
      sizeBytes: Number(file.readBigUInt64LE(at + 32)),
    };
  });
}

function readNeeded(file: Buffer, segments: readonly Segment[]): string[] {
  const dynamic = segments.find(({ type }) => type === dynamicSegment);
  if (dynamic === undefined) return [];
  const names: number[] = [];
  let tableAddress = 0;
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.sizeBytes; at += 16) {
    const tag = file.readBigInt64LE(at);
    const value = Number(file.readBigUInt64LE(at + 8));
    if (tag === 0n) break;
    if (tag === neededTag) names.push(value);
    if (tag === stringTableTag) tableAddress = value;
  }
  // The table is named by its address in memory; the loaded segments tell where in the file that is.
  const segment = segments.find(
    ({ type, address, sizeBytes }) =>
      type === loadSegment && address <= tableAddress && tableAddress < address + sizeBytes,
  );
  if (segment === undefined) return [];
  const table = segment.offset + tableAddress - segment.address;
  return names.map((name) => readText(file, table + name));
}

function readText(file: Buffer, at: number): string {
  return file.toString('latin1', at, file.indexOf(0, at));
}
