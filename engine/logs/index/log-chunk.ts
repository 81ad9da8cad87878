import { isAscii } from 'node:buffer';
import type { LogFile } from '../files/log-file.ts';
import { detectLevel, type LevelCode } from './log-level.ts';
import { withAllDigits } from './log-time.ts';
import { createFields, type RecordFormat, type RecordFields } from '../files/record-format.ts';

/** What is kept of a line beside its fields: 1 for stderr, the level in the next three bits, and whether a search must decode it. */
export const stderrBit = 1;
const levelShift = 1;
const levelMask = 7;
/** The line is in one record, and its bytes are its text. */
export const plainBit = 16;
/** Its text does not stand in the file in one piece, or something else stands between it and the next line: it has to be decoded. */
export const tangledBit = 32;
/** The line is in several records; those of the other stream may lie between them. */
export const partialsBit = 64;

/** A chunk ends when it holds so much: read, searched and let go as one. */
export const chunkBytes = 1024 * 1024;
export const chunkLines = 32 * 1024;

/** The lines of a stretch of a file: where each begins, and what it is. Shared with the threads that search. */
export interface LogChunk {
  readonly file: LogFile;
  /** Where in the file it begins. */
  readonly startByte: number;
  /** Grows while it is the last of its log. */
  lengthBytes: number;
  lineCount: number;
  /** Number of its first line. */
  firstLine: number;
  /** Where each line begins, from `startByte`; room for more than `lineCount` while it grows. */
  starts: Uint32Array<SharedArrayBuffer>;
  metas: Uint8Array<SharedArrayBuffer>;
}

/** Lines found in a buffer. */
export interface FoundLines {
  /** From the buffer's start. */
  readonly starts: number[];
  readonly metas: number[];
  /** One past the last line that is whole. */
  readonly endByte: number;
}

const newline = 0x0a;

/**
 * The lines that begin in `[start, end)` and are whole there. A line whose last record says that more comes is not; `isLast` takes it
 * for whole all the same, because nothing can come. What is found ends where no line of either stream is open.
 */
export function findLines(bytes: Buffer, start: number, end: number, format: RecordFormat, isLast = false): FoundLines {
  const fields = createFields();
  const isAllAscii = isAscii(bytes.subarray(start, end));
  const starts: number[] = [];
  const metas: number[] = [];
  const isOpen = { stdout: false, stderr: false };
  let endByte = start;
  let quietLines = 0;
  for (let at = start; at < end;) {
    let recordEnd = bytes.indexOf(newline, at);
    if (recordEnd < 0 || recordEnd >= end) {
      if (!isLast) break;
      recordEnd = end;
    }
    format.findFields(bytes, at, recordEnd, fields);
    const stream = fields.isStderr ? 'stderr' : 'stdout';
    if (isOpen[stream]) {
      const last = metas.length - 1;
      const meta = metas[last] ?? 0;
      // What lies after the line that began last may belong to another one.
      metas[last] = (meta & ~plainBit) | tangledBit;
    } else {
      starts.push(at);
      metas.push(
        (fields.isStderr ? stderrBit : 0) |
          (detectLevel(bytes, fields.textStart, fields.textEnd) << levelShift) |
          shapeOf(bytes, fields, format, isAllAscii),
      );
    }
    isOpen[stream] = !fields.endsLine;
    at = Math.min(recordEnd + 1, end);
    if ((!isOpen.stdout && !isOpen.stderr) || (isLast && at >= end)) {
      endByte = at;
      quietLines = starts.length;
    }
  }
  starts.length = quietLines;
  metas.length = quietLines;
  return { starts, metas, endByte };
}

/** Where, at or after `least`, the first line begins while none is open; `end` when none does. `start` is where some record begins. */
export function findQuietStart(bytes: Buffer, start: number, end: number, least: number, format: RecordFormat): number {
  const fields = createFields();
  const isOpen = { stdout: false, stderr: false };
  for (let at = start; at < end;) {
    if (at >= least && !isOpen.stdout && !isOpen.stderr) return at;
    const recordEnd = bytes.indexOf(newline, at);
    if (recordEnd < 0 || recordEnd >= end) return end;
    format.findFields(bytes, at, recordEnd, fields);
    isOpen[fields.isStderr ? 'stderr' : 'stdout'] = !fields.endsLine;
    at = recordEnd + 1;
  }
  return end;
}

/**
 * The text of the line that begins at the front of `bytes`, joined from its records. `time` is that of the first. Bytes that end
 * before the line does give what is there of it.
 */
export function decodeLine(
  bytes: Buffer,
  format: RecordFormat,
  fields: RecordFields,
): { readonly text: string; readonly time: string } {
  let time = '';
  let isStderr: boolean | null = null;
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const newlineAt = bytes.indexOf(newline, at);
    const end = newlineAt < 0 ? bytes.length : newlineAt;
    format.findFields(bytes, at, end, fields);
    // The last record of a line that is only read in part is cut: it is none any more.
    if (newlineAt < 0 && isStderr !== null) break;
    if (isStderr === null || isStderr === fields.isStderr) {
      if (isStderr === null) time = withAllDigits(bytes.toString('latin1', fields.timeStart, fields.timeEnd));
      isStderr = fields.isStderr;
      parts.push(format.decode(bytes, fields.textStart, fields.textEnd));
      if (fields.endsLine) break;
    }
    at = end + 1;
  }
  return { text: parts.length === 1 ? (parts[0] ?? '') : parts.join(''), time };
}

function shapeOf(bytes: Buffer, fields: RecordFields, format: RecordFormat, isAllAscii: boolean): number {
  const { textStart, textEnd, endsLine } = fields;
  if (!endsLine) return tangledBit | partialsBit;
  if (format.hasEscapes(bytes, textStart, textEnd))
    return format.hasTerminalEscapes(bytes, textStart, textEnd) ? tangledBit : 0;
  return isAllAscii || isAscii(bytes.subarray(textStart, textEnd)) ? plainBit : 0;
}

/** A chunk of these lines, which lie in `file` from `startByte` on. */
export function createChunk(
  file: LogFile,
  startByte: number,
  found: FoundLines,
  bufferStart: number,
  capacity = found.starts.length,
): LogChunk {
  const lineCount = found.starts.length;
  const starts = new Uint32Array(new SharedArrayBuffer(4 * capacity));
  const metas = new Uint8Array(new SharedArrayBuffer(capacity));
  for (let index = 0; index < lineCount; index += 1) starts[index] = (found.starts[index] ?? 0) - bufferStart;
  metas.set(found.metas);
  return { file, startByte, lengthBytes: found.endByte - bufferStart, lineCount, firstLine: 0, starts, metas };
}

/** The level of a line by its meta byte. */
export function levelOf(meta: number): LevelCode {
  return ((meta >> levelShift) & levelMask) as LevelCode;
}

/** Where line `index` ends in its chunk. */
export function endOfLine(chunk: LogChunk, index: number): number {
  return index + 1 < chunk.lineCount ? (chunk.starts[index + 1] ?? chunk.lengthBytes) : chunk.lengthBytes;
}
