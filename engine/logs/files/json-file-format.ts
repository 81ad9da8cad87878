import { holdsByte, type RecordFormat, type RecordFields } from './record-format.ts';

const quote = 0x22;
const backslash = 0x5c;
const letterN = 0x6e;
const letterR = 0x72;
const letterE = 0x65;
const closingBrace = 0x7d;
const letterZ = 0x5a;

const head = Buffer.from('{"log":"');
const streamKey = Buffer.from('","stream":"');
const terminalEscape = Buffer.from(String.raw`\u001b`);
const timeKey = Buffer.from('"time":"');
/** `","stream":"stdout",` and the same with stderr. */
const streamPartLength = '","stream":"stdout",'.length;
/**
 * Nanoseconds without trailing zeros: `2026-01-02T03:04:05Z` to `2026-01-02T03:04:05.123456789Z`.
 */
const leastTime = 20;
const mostTime = 35;
/**
 * dockerd's copier (moby, daemon/logger/copier.go) splits lines into partial records of this size.
 * Only a record of this size continues in the next one.
 */
const partialBytes = 16 * 1024;

/**
 * The records of dockerd's json-file driver (moby, daemon/logger/jsonfilelog/jsonlog):
 * `{"log":"text\n","stream":"stdout","time":"…"}`, with `attrs` before the time when labels are
 * logged. The text is a JSON string and contains no bare quote: the first `","stream":"` ends it.
 */
export const jsonFileFormat: RecordFormat = {
  id: 'json-file',
  findFields(bytes, start, end, into) {
    if (!startsWith(bytes, start, end, head) || !findFromEnd(bytes, start, end, into)) {
      into.textStart = start;
      into.textEnd = end;
      into.timeStart = end;
      into.timeEnd = end;
      into.isStderr = false;
      into.endsLine = true;
    }
  },
  decode(bytes, start, end) {
    if (!holdsByte(bytes, backslash, start, end)) return bytes.toString('utf8', start, end);
    const escaped = bytes.toString('utf8', start, end);
    try {
      return JSON.parse(`"${escaped}"`) as string;
    } catch {
      // A record torn by a power cut: shown as its bytes.
      return escaped;
    }
  },
  // The newline of the record ends this search early in most lines.
  hasEscapes: (bytes, start, end) => holdsByte(bytes, backslash, start, end),
  hasTerminalEscapes: (bytes, start, end) => bytes.subarray(start, end).includes(terminalEscape),
};

function findFromEnd(bytes: Buffer, start: number, end: number, into: RecordFields): boolean {
  const timeEnd = end - 2;
  if (bytes[end - 1] !== closingBrace || bytes[timeEnd] !== quote || bytes[timeEnd - 1] !== letterZ) return false;
  const timeStart = findTime(bytes, timeEnd);
  if (timeStart < 0) return false;
  into.timeStart = timeStart;
  into.timeEnd = timeEnd;
  into.textStart = start + head.length;
  const streamEnd = timeStart - timeKey.length;
  let keyStart = streamEnd - streamPartLength;
  if (keyStart < into.textStart || !startsWith(bytes, keyStart, end, streamKey)) {
    keyStart = bytes.indexOf(streamKey, into.textStart);
    if (keyStart < 0 || keyStart >= timeStart) return false;
  }
  // The letter after `std` tells the streams apart.
  into.isStderr = bytes[keyStart + streamKey.length + 3] === letterE;
  findText(bytes, keyStart, into);
  return true;
}

/** The text ends before `quoteAt`; a trailing newline is not part of it. */
function findText(bytes: Buffer, quoteAt: number, into: RecordFields): void {
  const { textStart } = into;
  const hasNewline =
    bytes[quoteAt - 1] === letterN && quoteAt - 2 >= textStart && isEscaped(bytes, quoteAt - 1, textStart);
  into.textEnd = hasNewline ? withoutReturn(bytes, textStart, quoteAt - 2) : quoteAt;
  into.endsLine = hasNewline || quoteAt - textStart < partialBytes;
}

/** Lines of a terminal end with a carriage return, too. */
function withoutReturn(bytes: Buffer, textStart: number, end: number): number {
  const isReturn = end - 2 >= textStart && bytes[end - 1] === letterR && isEscaped(bytes, end - 1, textStart);
  return isReturn ? end - 2 : end;
}

/** A character is escaped by an odd number of backslashes before it. */
function isEscaped(bytes: Buffer, at: number, least: number): boolean {
  let before = at - 1;
  while (before >= least && bytes[before] === backslash) before -= 1;
  return (at - 1 - before) % 2 === 1;
}

function findTime(bytes: Buffer, timeEnd: number): number {
  for (let length = mostTime - 5; length >= leastTime; length -= 1) {
    const start = timeEnd - length;
    if (
      start >= timeKey.length &&
      bytes[start - 1] === quote &&
      startsWith(bytes, start - timeKey.length, timeEnd, timeKey)
    )
      return start;
  }
  return -1;
}

function startsWith(bytes: Buffer, start: number, end: number, wanted: Buffer): boolean {
  if (end - start < wanted.length) return false;
  for (let index = 0; index < wanted.length; index += 1) if (bytes[start + index] !== wanted[index]) return false;
  return true;
}
