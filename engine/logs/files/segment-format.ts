import type { RecordFormat } from './record-format.ts';

const space = 0x20;
const letterE = 0x65;
const escape = 0x1b;

/**
 * The records of segments: `o` or `e` for the stream, then the line as the Engine API returns it
 * with timestamps, `2026-01-02T03:04:05.123456789Z text`. The text is the bytes that the container
 * wrote.
 */
export const segmentFormat: RecordFormat = {
  id: 'segment',
  findFields(bytes, start, end, into) {
    const spaceAt = bytes.indexOf(space, start);
    const isWhole = spaceAt >= 0 && spaceAt < end;
    into.isStderr = bytes[start] === letterE;
    into.timeStart = Math.min(start + 1, end);
    into.timeEnd = isWhole ? spaceAt : into.timeStart;
    into.textStart = isWhole ? spaceAt + 1 : into.timeStart;
    // Lines of a terminal end with a carriage return, too.
    into.textEnd = end > into.textStart && bytes[end - 1] === 0x0d ? end - 1 : end;
    into.endsLine = true;
  },
  decode: (bytes, start, end) => bytes.toString('utf8', start, end),
  hasEscapes,
  hasTerminalEscapes: hasEscapes,
};

/**
 * A loop, because `indexOf` would search to the end of the buffer for every line without an escape.
 */
function hasEscapes(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] === escape) return true;
  return false;
}

/** The first byte of a record of this stream. */
export function streamMark(stream: 'stdout' | 'stderr'): number {
  return stream === 'stderr' ? letterE : 0x6f;
}
