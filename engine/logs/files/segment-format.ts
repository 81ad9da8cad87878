import type { RecordFormat } from './record-format.ts';

const space = 0x20;
const letterE = 0x65;
const escape = 0x1b;

/**
 * The records of Berth's own segment files: `o` or `e` for the stream, then the line as the Engine API gives it with timestamps on,
 * `2026-01-02T03:04:05.123456789Z text`. The text is in the bytes that the container wrote.
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
    // A terminal's lines end with a carriage return too.
    into.textEnd = end > into.textStart && bytes[end - 1] === 0x0d ? end - 1 : end;
    into.endsLine = true;
  },
  decode: (bytes, start, end) => bytes.toString('utf8', start, end),
  hasEscapes,
  hasTerminalEscapes: hasEscapes,
};

/** A loop of our own: where there is none, a search by the system would go to the end of the buffer for each line. */
function hasEscapes(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] === escape) return true;
  return false;
}

/** The first byte of a record of this stream. */
export function streamMark(stream: 'stdout' | 'stderr'): number {
  return stream === 'stderr' ? letterE : 0x6f;
}
