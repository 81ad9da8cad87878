import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { LineSequence, LineUnit } from '../index/line-sequence.ts';
import type { LineStore } from '../index/line-store.ts';
import type { SelectedRows } from '../search/selected-rows.ts';

interface SaveOptions {
  readonly sequence: LineSequence;
  /** Events are no lines of any container: they are left out. */
  readonly parts: readonly { readonly name: string; readonly isEvents: boolean; readonly store: LineStore }[];
  /** Before each line, which container it is of. */
  readonly hasNames: boolean;
  /** Only the lines of this selection; null for all. */
  readonly rows: SelectedRows | null;
  readonly hasTimes: boolean;
  readonly gzip: boolean;
  readonly folder: string;
  /** The file's name without date and extension. */
  readonly name: string;
  readonly signal: AbortSignal;
}

export interface SavedFile {
  readonly path: string;
  readonly lines: number;
  readonly sizeBytes: number;
}

/** Lines of a unit that are written at once. */
const sliceLines = 8192;

/** Writes the lines that are known now into a new file; a name that is taken gets a number. An end before the end leaves no file. */
export async function saveLines(options: SaveOptions): Promise<SavedFile> {
  const { file, handle } = await createFile(options.folder, options.name, options.gzip ? '.log.gz' : '.log');
  const counter = { lines: 0 };
  try {
    const target = handle.createWriteStream();
    const source = Readable.from(texts(options, counter), { objectMode: false });
    if (options.gzip) await pipeline(source, createGzip(), target, { signal: options.signal });
    else await pipeline(source, target, { signal: options.signal });
    return { path: file, lines: counter.lines, sizeBytes: target.bytesWritten };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

async function createFile(folder: string, name: string, extension: string) {
  // A container's name has none of these characters; a file's name must not have them whatever it is made from.
  const safe = name.replaceAll(/[^\w.-]/g, '_');
  const stamp = new Date()
    .toISOString()
    .replaceAll(/[-:]|\.\d+Z$/g, '')
    .replace('T', '-');
  for (let number = 1; ; number += 1) {
    const file = path.join(folder, `${safe}-${stamp}${number === 1 ? '' : `-${number}`}${extension}`);
    try {
      return { file, handle: await open(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number > 100) throw error;
    }
  }
}

async function* texts(options: SaveOptions, counter: { lines: number }): AsyncGenerator<Buffer> {
  const { sequence, signal } = options;
  const { endLine } = sequence;
  for (let line = sequence.firstLine; line < endLine;) {
    const unit = sequence.units.find(({ firstLine, lineCount }) => line >= firstLine && line < firstLine + lineCount);
    if (unit === undefined) return;
    const from = line - unit.firstLine;
    const to = Math.min(unit.lineCount, from + sliceLines, endLine - unit.firstLine);
    yield Buffer.from(toText(options, unit, from, to, counter));
    line = unit.firstLine + to;
    await nextTurn();
    signal.throwIfAborted();
  }
}

function toText(
  { sequence, parts, hasNames, rows, hasTimes }: SaveOptions,
  unit: LineUnit,
  from: number,
  to: number,
  counter: { lines: number },
): string {
  const read = new Map<number, { fromLine: number; lines: { text: string; time: string }[] }>();
  for (const { source, fromLine, toLine } of sequence.sourceLines(unit, from, to)) {
    const lines: { text: string; time: string }[] = [];
    parts[source]?.store.readLines(fromLine, toLine, (_line, text, time) => lines.push({ text, time }));
    read.set(source, { fromLine, lines });
  }
  let out = '';
  sequence.eachLine(unit, from, to, (index, source, line) => {
    if (rows !== null && !rows.has(unit.firstLine + index)) return;
    const part = parts[source];
    const held = read.get(source);
    const found = held?.lines[line - held.fromLine];
    if (found === undefined || part === undefined || part.isEvents) return;
    counter.lines += 1;
    if (hasNames) out += `${part.name} | `;
    out += hasTimes && found.time !== '' ? `${found.time} ${found.text}\n` : `${found.text}\n`;
  });
  return out;
}
