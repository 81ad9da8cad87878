import { type LogFile, readFully } from '../files/log-file.ts';
import {
  chunkBytes,
  chunkLines,
  createChunk,
  decodeLine,
  endOfLine,
  type FoundLines,
  levelOf,
  type LogChunk,
  partialsBit,
  stderrBit,
} from './log-chunk.ts';
import { levelsByCode } from './log-level.ts';
import { createFields } from '../files/record-format.ts';
import { parseTime } from './log-time.ts';
import type { ScratchBytes } from './scratch-bytes.ts';

/** A line as it is read from its feed. */
export interface StoredLine {
  readonly time: string;
  readonly stream: 'stdout' | 'stderr';
  readonly level: (typeof levelsByCode)[number];
  readonly text: string;
  readonly restBytes: number;
}

/** A longer line is decoded up to here, unless all of it is requested. */
const maxDecodedBytes = 64 * 1024;

/**
 * The lines of one feed by number, in chunks from the oldest to the newest. The first line that is
 * appended has number 0; prepended lines have negative numbers.
 */
export class LineStore {
  readonly chunks: LogChunk[] = [];
  readonly #levels: number[] = [0, 0, 0, 0, 0];
  readonly #fields = createFields();
  readonly #scratch: ScratchBytes;
  #sizeBytes = 0;
  #droppedLines = 0;
  /** There are no older lines. */
  isWhole = false;

  /** `scratch` is the read buffer; all stores of a thread may share it. */
  constructor(scratch: ScratchBytes) {
    this.#scratch = scratch;
  }

  get firstLine(): number {
    return this.chunks[0]?.firstLine ?? 0;
  }

  get endLine(): number {
    const last = this.chunks.at(-1);
    return last === undefined ? 0 : last.firstLine + last.lineCount;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Number of lines that were dropped. */
  get droppedLines(): number {
    return this.#droppedLines;
  }

  /** Number of lines per level code. */
  get levels(): readonly number[] {
    return this.#levels;
  }

  /** Adds lines older than all others; they begin at `startByte` of `file`. */
  prepend(file: LogFile, startByte: number, found: FoundLines, bufferStart: number): void {
    if (found.starts.length === 0) return;
    const chunk = createChunk(file, startByte, found, bufferStart);
    chunk.firstLine = this.firstLine - chunk.lineCount;
    this.chunks.unshift(chunk);
    this.#count(chunk, 0, 1);
  }

  /** Adds lines newer than all others; they begin at `startByte` of `file`. */
  append(file: LogFile, startByte: number, found: FoundLines, bufferStart: number): void {
    if (found.starts.length === 0) return;
    const last = this.chunks.at(-1);
    if (
      last !== undefined &&
      last.firstLine >= 0 &&
      last.file === file &&
      last.startByte + last.lengthBytes === startByte &&
      last.lengthBytes < chunkBytes &&
      last.lineCount + found.starts.length <= chunkLines
    ) {
      const from = last.lineCount;
      grow(last, found, bufferStart);
      this.#count(last, from, 1);
      return;
    }
    const chunk = createChunk(file, startByte, found, bufferStart);
    chunk.firstLine = this.endLine;
    this.chunks.push(chunk);
    this.#count(chunk, 0, 1);
  }

  /** Moves the lines of `older` before these. */
  prependAll(older: LineStore): void {
    let { firstLine } = this;
    for (const chunk of older.chunks.toReversed()) {
      firstLine -= chunk.lineCount;
      chunk.firstLine = firstLine;
      this.chunks.unshift(chunk);
      this.#count(chunk, 0, 1);
    }
    this.#droppedLines += older.droppedLines;
  }

  /** Drops the oldest chunk and returns it. */
  dropOldest(): LogChunk | undefined {
    const chunk = this.chunks.shift();
    if (chunk !== undefined) {
      this.#droppedLines += chunk.lineCount;
      this.#count(chunk, 0, -1);
    }
    return chunk;
  }

  /** The index of the chunk with a line; -1 when there is none. */
  findChunk(line: number): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const chunk = this.chunks[middle];
      if (chunk === undefined) return -1;
      if (line < chunk.firstLine) high = middle - 1;
      else if (line >= chunk.firstLine + chunk.lineCount) low = middle + 1;
      else return middle;
    }
    return -1;
  }

  metaOf(line: number): number {
    const chunk = this.chunks[this.findChunk(line)];
    return chunk?.metas[line - chunk.firstLine] ?? 0;
  }

  /** Reads one line, at most `maxChars` of its text. */
  readLine(line: number, maxChars: number): StoredLine {
    const chunk = this.chunks[this.findChunk(line)];
    if (chunk === undefined) return { time: '', stream: 'stdout', level: null, text: '', restBytes: 0 };
    const index = line - chunk.firstLine;
    const meta = chunk.metas[index] ?? 0;
    const start = chunk.starts[index] ?? 0;
    const length = this.#endOfText(chunk, index) - start;
    const bytes = this.#read(chunk, start, Math.min(length, maxDecodedBytes));
    const { text, time } = decodeLine(bytes, chunk.file.format, this.#fields);
    const shown = text.length > maxChars ? cutAt(text, maxChars) : text;
    return {
      time,
      stream: (meta & stderrBit) === 0 ? 'stdout' : 'stderr',
      level: levelsByCode[levelOf(meta)] ?? null,
      text: shown,
      restBytes:
        Math.max(0, length - bytes.length) + (shown === text ? 0 : Buffer.byteLength(text) - Buffer.byteLength(shown)),
    };
  }

  /**
   * Reads lines `[from, to)` with their whole texts, in order, chunk by chunk. `visit` must not
   * read lines itself.
   */
  readLines(from: number, to: number, visit: (line: number, text: string, time: string) => void): void {
    for (let line = Math.max(from, this.firstLine); line < Math.min(to, this.endLine);) {
      const chunk = this.chunks[this.findChunk(line)];
      if (chunk === undefined) return;
      const first = line - chunk.firstLine;
      const end = Math.min(chunk.lineCount, to - chunk.firstLine);
      const start = chunk.starts[first] ?? 0;
      const bytes = this.#read(chunk, start, chunk.lengthBytes - start);
      for (let index = first; index < end; index += 1) {
        const lineBytes = bytes.subarray((chunk.starts[index] ?? 0) - start, this.#endOfText(chunk, index) - start);
        const { text, time } = decodeLine(lineBytes, chunk.file.format, this.#fields);
        visit(chunk.firstLine + index, text, time);
      }
      line = chunk.firstLine + end;
    }
  }

  /** The number of bytes of a line in its file. */
  sizeOf(line: number): number {
    const chunk = this.chunks[this.findChunk(line)];
    if (chunk === undefined) return 0;
    const index = line - chunk.firstLine;
    return endOfLine(chunk, index) - (chunk.starts[index] ?? 0);
  }

  /** The whole text of a line, which can be 10 MB and more. */
  readWhole(line: number): string {
    const chunk = this.chunks[this.findChunk(line)];
    if (chunk === undefined) return '';
    const index = line - chunk.firstLine;
    const start = chunk.starts[index] ?? 0;
    const bytes = this.#read(chunk, start, this.#endOfText(chunk, index) - start);
    return decodeLine(bytes, chunk.file.format, this.#fields).text;
  }

  /** The time of a line in milliseconds with fraction since 1970; NaN when it has none. */
  timeOf(line: number): number {
    const chunk = this.chunks[this.findChunk(line)];
    return chunk === undefined ? Number.NaN : (this.timesOf(chunk, line - chunk.firstLine, 1)[0] ?? Number.NaN);
  }

  /** The times of lines `[from, from + count)` of a chunk. */
  timesOf(chunk: LogChunk, from: number, count: number): Float64Array {
    const times = new Float64Array(count);
    const first = chunk.starts[from] ?? 0;
    const bytes = this.#read(chunk, first, endOfLine(chunk, from + count - 1) - first);
    const { format } = chunk.file;
    for (let index = 0; index < count; index += 1) {
      const start = (chunk.starts[from + index] ?? 0) - first;
      const lineEnd = endOfLine(chunk, from + index) - first;
      const newlineAt = bytes.indexOf(0x0a, start);
      format.findFields(bytes, start, newlineAt < 0 || newlineAt >= lineEnd ? lineEnd : newlineAt, this.#fields);
      times[index] = parseTime(bytes, this.#fields.timeStart, this.#fields.timeEnd);
    }
    return times;
  }

  /**
   * The first line at `ms` or later; `endLine` when there is none. Lines of one feed are nearly in
   * the order of their times.
   */
  findTime(ms: number): number {
    let low = this.firstLine;
    let high = this.endLine;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.timeOf(middle) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #count(chunk: LogChunk, from: number, sign: 1 | -1): void {
    for (let index = from; index < chunk.lineCount; index += 1) {
      const level = levelOf(chunk.metas[index] ?? 0);
      this.#levels[level] = (this.#levels[level] ?? 0) + sign;
    }
    const start = from === 0 ? 0 : (chunk.starts[from] ?? 0);
    this.#sizeBytes += sign * (chunk.lengthBytes - start);
  }

  #read(chunk: LogChunk, start: number, length: number): Buffer {
    const bytes = this.#scratch.take(length);
    return bytes.subarray(0, readFully(chunk.file, bytes, length, chunk.startByte + start));
  }

  /**
   * The end of the bytes to read for a whole line: its partial records may be after the beginning
   * of the next line.
   */
  #endOfText(chunk: LogChunk, index: number): number {
    return ((chunk.metas[index] ?? 0) & partialsBit) === 0 ? endOfLine(chunk, index) : chunk.lengthBytes;
  }
}

function grow(chunk: LogChunk, found: FoundLines, bufferStart: number): void {
  const lineCount = chunk.lineCount + found.starts.length;
  if (lineCount > chunk.starts.length) {
    // Search threads keep the old arrays for the lines they know.
    const capacity = Math.min(chunkLines, Math.max(256, lineCount * 2));
    const starts = new Uint32Array(new SharedArrayBuffer(4 * capacity));
    const metas = new Uint8Array(new SharedArrayBuffer(capacity));
    starts.set(chunk.starts.subarray(0, chunk.lineCount));
    metas.set(chunk.metas.subarray(0, chunk.lineCount));
    chunk.starts = starts;
    chunk.metas = metas;
  }
  const base = chunk.lengthBytes - bufferStart;
  for (let index = 0; index < found.starts.length; index += 1) {
    chunk.starts[chunk.lineCount + index] = base + (found.starts[index] ?? 0);
    chunk.metas[chunk.lineCount + index] = found.metas[index] ?? 0;
  }
  chunk.lineCount = lineCount;
  chunk.lengthBytes += found.endByte - bufferStart;
}

/** Does not split a surrogate pair. */
function cutAt(text: string, length: number): string {
  const half = text.charCodeAt(length - 1);
  return text.slice(0, half >= 0xd800 && half < 0xdc00 ? length - 1 : length);
}
