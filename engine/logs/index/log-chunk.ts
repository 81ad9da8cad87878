import { isAscii } from 'node:buffer';
import type { LogFile } from '../files/log-file.ts';
import { detectLevel, type LevelCode } from './log-level.ts';
import { withAllDigits } from './log-time.ts';
import { createFields, type RecordFormat, type RecordFields } from '../files/record-format.ts';

/**
 * The meta byte of a line: bit 0 is set for stderr, bits 1 to 3 are the level, bits 4 to 6 the
 * shape, which tells a search whether to decode the line.
 */
export const stderrBit = 1;
const levelShift = 1;
const levelMask = 7;
/** Plain: the line is one record whose bytes are its text. */
export const plainBit = 16;
/**
 * Tangled: the text is not contiguous in the file, or a record of another line follows before the
 * next line begins. The line has to be decoded.
 */
export const tangledBit = 32;
/** The line has partial records; records of the other stream may be between them. */
export const partialsBit = 64;

/** A chunk is full at this size. It is read, searched and dropped as a whole. */
export const chunkBytes = 1024 * 1024;
export const chunkLines = 32 * 1024;

/**
 * Consecutive lines of one file: where each begins, and its meta byte. Shared with the search
 * threads.
 */
export interface LogChunk {
  readonly file: LogFile;
  /** The offset of the chunk in its file. */
  readonly startByte: number;
  /** Grows while the chunk is the last one of its feed. */
  lengthBytes: number;
  lineCount: number;
  /** Number of the first line. */
  firstLine: number;
  /** The offset of each line from `startByte`; longer than `lineCount` while the chunk grows. */
  starts: Uint32Array<SharedArrayBuffer>;
  metas: Uint8Array<SharedArrayBuffer>;
}

/** Lines found in a buffer. */
export interface FoundLines {
  /** Offsets in the buffer. */
  readonly starts: number[];
  readonly metas: number[];
  /** The end of the last whole line. */
  readonly endByte: number;
}

const newline = 0x0a;

/**
 * Finds the lines that begin and end in `[start, end)`. A line whose last record is partial has not
 * ended, unless `isLast` says that nothing follows. Stops at the last quiet offset, where no line
 * of either stream is open.
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
      // Bytes after the beginning of the latest line may belong to an earlier one.
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

/**
 * The first quiet offset at or after `least`; `end` when there is none. A record must begin at
 * `start`.
 */
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
 * Joins the text of the line that begins at the front of `bytes` from its records; `time` is that
 * of the first record. If the bytes end early, returns the text up to there.
 */
export function decodeLine(
  bytes: Buffer,
  format: RecordFormat,
  fields: RecordFields,
): { readonly text: string; readonly time: string } {
  let time = '';
  let isStderr: boolean | null = null;
  const texts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const newlineAt = bytes.indexOf(newline, at);
    const end = newlineAt < 0 ? bytes.length : newlineAt;
    format.findFields(bytes, at, end, fields);
    // The bytes end within a record: it cannot be decoded.
    if (newlineAt < 0 && isStderr !== null) break;
    if (isStderr === null || isStderr === fields.isStderr) {
      if (isStderr === null) time = withAllDigits(bytes.toString('latin1', fields.timeStart, fields.timeEnd));
      isStderr = fields.isStderr;
      texts.push(format.decode(bytes, fields.textStart, fields.textEnd));
      if (fields.endsLine) break;
    }
    at = end + 1;
  }
  return { text: texts.length === 1 ? (texts[0] ?? '') : texts.join(''), time };
}

function shapeOf(bytes: Buffer, fields: RecordFields, format: RecordFormat, isAllAscii: boolean): number {
  const { textStart, textEnd, endsLine } = fields;
  if (!endsLine) return tangledBit | partialsBit;
  if (format.hasEscapes(bytes, textStart, textEnd))
    return format.hasTerminalEscapes(bytes, textStart, textEnd) ? tangledBit : 0;
  return isAllAscii || isAscii(bytes.subarray(textStart, textEnd)) ? plainBit : 0;
}

/** Creates a chunk of these lines, which begin at `startByte` of `file`. */
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

/** The level code in a meta byte. */
export function levelOf(meta: number): LevelCode {
  return ((meta >> levelShift) & levelMask) as LevelCode;
}

/** The end of line `index`, relative to its chunk. */
export function endOfLine(chunk: LogChunk, index: number): number {
  return index + 1 < chunk.lineCount ? (chunk.starts[index + 1] ?? chunk.lengthBytes) : chunk.lengthBytes;
}
