import { isAscii } from 'node:buffer';
import type { LogFile } from './log-file.ts';
import { detectLevel, type LevelCode } from './log-level.ts';
import { createPlace, type RecordFormat, type RecordPlace } from './record-format.ts';

/** What is kept of a line beside its place: 1 for stderr, the level in the next three bits, and whether a search must decode it. */
export const stderrBit = 1;
export const levelShift = 1;
export const levelMask = 7;
/** The line is in one record, and its bytes are its text. */
export const plainBit = 16;
/** The line is in several records, or has terminal escapes: its text does not stand in the file in one piece. */
export const tangledBit = 32;

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
 * for whole all the same, because nothing can come.
 */
export function findLines(bytes: Buffer, start: number, end: number, format: RecordFormat, isLast = false): FoundLines {
  const place = createPlace();
  const isAllAscii = isAscii(bytes.subarray(start, end));
  const starts: number[] = [];
  const metas: number[] = [];
  let endByte = start;
  let lineStart = start;
  let meta = 0;
  let isContinued = false;
  for (let at = start; at < end;) {
    let recordEnd = bytes.indexOf(newline, at);
    if (recordEnd < 0 || recordEnd >= end) {
      if (!isLast) break;
      recordEnd = end;
    }
    format.place(bytes, at, recordEnd, place);
    if (!isContinued) {
      lineStart = at;
      meta =
        (place.isStderr ? stderrBit : 0) |
        (detectLevel(bytes, place.textStart, place.textEnd) << levelShift) |
        shapeOf(bytes, place, format, isAllAscii);
    }
    isContinued = !place.endsLine;
    at = Math.min(recordEnd + 1, end);
    if (!isContinued || (isLast && at >= end)) {
      starts.push(lineStart);
      metas.push(meta);
      endByte = at;
    }
  }
  return { starts, metas, endByte };
}

function shapeOf(bytes: Buffer, place: RecordPlace, format: RecordFormat, isAllAscii: boolean): number {
  const { textStart, textEnd, endsLine } = place;
  if (!endsLine) return tangledBit;
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
