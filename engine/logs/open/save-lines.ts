import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { LineSequence, LineBlock } from '../index/line-sequence.ts';
import type { LineStore } from '../index/line-store.ts';
import type { SelectedRows } from '../search/selected-rows.ts';

interface SaveOptions {
  readonly sequence: LineSequence;
  /** Lines of events are not saved. */
  readonly feeds: readonly { readonly name: string; readonly isEvents: boolean; readonly store: LineStore }[];
  /** Puts the container's name before each line. */
  readonly hasNames: boolean;
  /** Only the lines of this selection; null for all. */
  readonly rows: SelectedRows | null;
  readonly hasTimes: boolean;
  readonly gzip: boolean;
  readonly folder: string;
  /** File name without date and extension. */
  readonly name: string;
  readonly signal: AbortSignal;
}

export interface SavedFile {
  readonly path: string;
  readonly lines: number;
  readonly sizeBytes: number;
}

/** Lines per slice: the thread serves other calls between slices. */
const sliceLines = 8192;

/**
 * Writes the lines that are known now into a new file, with a number in its name if that is taken.
 * Removes the file when it fails or is aborted.
 */
export async function saveLines(options: SaveOptions): Promise<SavedFile> {
  const { file, handle } = await createFile(options.folder, options.name, options.gzip ? '.log.gz' : '.log');
  const counter = { lines: 0 };
  try {
    const target = handle.createWriteStream();
    const lines = Readable.from(texts(options, counter), { objectMode: false });
    if (options.gzip) await pipeline(lines, createGzip(), target, { signal: options.signal });
    else await pipeline(lines, target, { signal: options.signal });
    return { path: file, lines: counter.lines, sizeBytes: target.bytesWritten };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

async function createFile(folder: string, name: string, extension: string) {
  // Container names have none of these characters; the file name must not contain them in any case.
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
    const block = sequence.blocks.find(({ firstLine, lineCount }) => line >= firstLine && line < firstLine + lineCount);
    if (block === undefined) return;
    const from = line - block.firstLine;
    const to = Math.min(block.lineCount, from + sliceLines, endLine - block.firstLine);
    yield Buffer.from(toText(options, block, from, to, counter));
    line = block.firstLine + to;
    await nextTurn();
    signal.throwIfAborted();
  }
}

function toText(
  { sequence, feeds, hasNames, rows, hasTimes }: SaveOptions,
  block: LineBlock,
  from: number,
  to: number,
  counter: { lines: number },
): string {
  const read = new Map<number, { fromLine: number; lines: { text: string; time: string }[] }>();
  for (const { feed, fromLine, toLine } of sequence.feedLines(block, from, to)) {
    const lines: { text: string; time: string }[] = [];
    feeds[feed]?.store.readLines(fromLine, toLine, (_line, text, time) => lines.push({ text, time }));
    read.set(feed, { fromLine, lines });
  }
  let out = '';
  sequence.eachLine(block, from, to, (index, feed, line) => {
    if (rows !== null && !rows.has(block.firstLine + index)) return;
    const origin = feeds[feed];
    const lines = read.get(feed);
    const found = lines?.lines[line - lines.fromLine];
    if (found === undefined || origin === undefined || origin.isEvents) return;
    counter.lines += 1;
    if (hasNames) out += `${origin.name} | `;
    out += hasTimes && found.time !== '' ? `${found.time} ${found.text}\n` : `${found.text}\n`;
  });
  return out;
}
