const escape = 0x1b;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const tab = 0x09;
const bell = 0x07;
const cancel = 0x18;
const substitute = 0x1a;
const space = 0x20;
const rubout = 0x7f;
/** Its last byte makes a control of U+0080 to U+009F, which are sequences too. */
const controlLead = 0xc2;

/**
 * Where a terminal's parser stands: at rest (0), within a character of so many bytes more, or within a sequence. Each is at least as
 * doubtful as xterm's own state: what is not followed to its end is `lost` until something ends every sequence.
 */
const ground = 0;
const oneMore = 1;
const threeMore = 3;
const afterControlLead = 4;
const afterEscape = 5;
const intermediate = 6;
/** A control sequence of numbers so far. */
const numbers = 7;
const control = 8;
/** Ends with a bell as well (a title). */
const title = 9;
const lost = 10;

/** What a piece of output is made of: text and line ends · that and colours · anything. */
export type TextKind = 'plain' | 'styled' | 'other';

/** What was found in a piece. */
export interface TextScan {
  readonly kind: TextKind;
  readonly lineFeeds: number;
  /** Where the first line end (CR LF) begins, or for a styled piece the first reset of all styles that has a line end behind it; else -1. */
  readonly seam: number;
  /** Where the parser stood before it and stands after it. */
  readonly begin: number;
  readonly end: number;
}

/** Whether the parser is at rest: not within a sequence or a character. */
export function isAtRest(state: number): boolean {
  return state === ground;
}

/** The state before the first byte. */
export const restingState = ground;

/** Looks through a piece of output that begins in that state. */
export function scanText(bytes: Uint8Array, begin: number): TextScan {
  const { length } = bytes;
  let state = begin;
  let isPlain = begin < afterEscape;
  let isStyled = true;
  let lineFeeds = 0;
  let firstLineEnd = -1;
  let firstReset = -1;
  let lastLineEnd = -1;
  let sequenceAt = -1;
  for (let at = 0; at < length; at++) {
    const byte = bytes[at] ?? 0;
    if (state === ground) {
      if (byte >= space && byte < rubout) continue;
      if (byte === lineFeed) {
        lineFeeds += 1;
        if (at > 0 && bytes[at - 1] === carriageReturn) {
          if (firstLineEnd < 0) firstLineEnd = at - 1;
          lastLineEnd = at - 1;
        }
        continue;
      }
      if (byte === carriageReturn || byte === tab) continue;
    }
    const next = step(state, byte);
    if (next >= afterEscape || state >= afterEscape) isPlain = false;
    if (next === afterEscape) sequenceAt = at;
    if (!isStyle(state, byte, next)) isStyled = false;
    if (state === numbers && next === ground && firstReset < 0 && isReset(bytes, sequenceAt, at))
      firstReset = sequenceAt;
    state = next;
  }
  const kind = !isStyled ? 'other' : isPlain ? 'plain' : 'styled';
  const styledSeam = lastLineEnd > firstReset ? firstReset : -1;
  return { kind, lineFeeds, seam: kind === 'plain' ? firstLineEnd : styledSeam, begin, end: state };
}

/** The state after a byte that is not simply text at rest (ECMA-48, and the table of xterm's parser). */
function step(state: number, byte: number): number {
  if (byte === escape) return afterEscape;
  if (byte === cancel || byte === substitute) return ground;
  switch (state) {
    case ground:
      return stepAtRest(byte);
    case afterEscape:
      if (byte === 0x5b) return numbers;
      if (byte === 0x5d) return title;
      // DCS, SOS, PM and APC.
      if (byte === 0x50 || byte === 0x58 || byte === 0x5e || byte === 0x5f) return lost;
      return stepIntermediate(state, byte);
    case intermediate:
      return stepIntermediate(state, byte);
    case numbers:
    case control:
      if (byte >= 0x80) return lost;
      if (byte >= 0x40 && byte < rubout) return ground;
      return state === numbers && byte >= 0x30 && byte <= 0x3b ? numbers : control;
    case title:
      if (byte === bell) return ground;
      return byte === controlLead ? lost : title;
    case lost:
      return lost;
    default:
      // Within a character.
      if (byte < 0x80 || byte > 0xbf) return lost;
      if (state === afterControlLead) return byte < 0xa0 ? lost : ground;
      return state - 1;
  }
}

function stepAtRest(byte: number): number {
  if (byte < 0x80) return ground;
  if (byte === controlLead) return afterControlLead;
  if (byte < controlLead || byte > 0xf7) return lost;
  return byte < 0xe0 ? oneMore : byte < 0xf0 ? oneMore + 1 : threeMore;
}

function stepIntermediate(state: number, byte: number): number {
  if (byte >= 0x80) return lost;
  if (byte < space || byte === rubout) return state;
  return byte < 0x30 ? intermediate : ground;
}

/** Text, and the sequences of numbers that give it a style (SGR) or empty the rest of its line (EL): they leave everything else alone. */
function isStyle(state: number, byte: number, next: number): boolean {
  if (next === lost || next === control || next === intermediate || next === title) return false;
  if (state === ground) return byte >= 0x80 || next === afterEscape;
  if (state < afterEscape) return next !== afterEscape && byte >= 0x80;
  if (state === afterEscape) return next === numbers;
  if (state !== numbers) return false;
  // `m` and `K`.
  return next === numbers || byte === 0x6d || byte === 0x4b;
}

/** `ESC [ m` and `ESC [ 0 m`. */
function isReset(bytes: Uint8Array, from: number, end: number): boolean {
  if (from < 0 || bytes[end] !== 0x6d) return false;
  return end === from + 2 || (end === from + 3 && bytes[from + 2] === 0x30);
}
