import { escapeSequences, withoutLineEnd } from '../../../engine/contract/escape-sequences.ts';

/** One of the terminal's sixteen inks by number, or a colour as `[red, green, blue]`. */
export type Ink = number | readonly [red: number, green: number, blue: number];

/** The style of a run. */
export interface TextStyle {
  readonly ink: Ink | null;
  readonly ground: Ink | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

/** Characters with one style: `[start, end)` of the text without escape sequences. */
export interface StyledRun {
  readonly start: number;
  readonly end: number;
  readonly style: TextStyle;
}

export interface StyledText {
  /** The same text as `stripEscapes` returns. */
  readonly text: string;
  readonly runs: readonly StyledRun[];
}

const plain: TextStyle = {
  ink: null,
  ground: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};

/** A line with more runs is plain after them: each run costs an element. */
const mostRuns = 200;

// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const graphicRendition = /^(?:\u001B\[|\u009B)([\d;:]*)m$/;
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const introducers = /[\u001B\u009B]/;

/**
 * Parses a log line into its text and its coloured runs (ECMA-48 SGR); drops all other sequences.
 */
export function parseAnsi(raw: string): StyledText {
  const line = withoutLineEnd(raw);
  if (!introducers.test(line)) return { text: line, runs: [] };
  const runs: StyledRun[] = [];
  let text = '';
  let style = plain;
  let readUpTo = 0;
  const take = (characters: string) => {
    if (characters === '') return;
    const start = text.length;
    text += characters;
    if (style === plain || runs.length >= mostRuns) return;
    const last = runs.at(-1);
    if (last !== undefined && last.end === start && last.style === style) runs.pop();
    runs.push({ start: last?.end === start && last.style === style ? last.start : start, end: text.length, style });
  };
  for (const { 0: sequence, index } of line.matchAll(escapeSequences)) {
    take(line.slice(readUpTo, index));
    readUpTo = index + sequence.length;
    const parameters = graphicRendition.exec(sequence)?.[1];
    if (parameters !== undefined) style = applyRendition(style, parameters);
  }
  take(line.slice(readUpTo));
  return { text, runs };
}

/** Applies the parameters of one SGR sequence: '1;31', '38;5;196', '38:2::255:0:0'. */
function applyRendition(before: TextStyle, parameters: string): TextStyle {
  // A sequence may have thousands of parameters; only the first ones count.
  const groups = parameters.slice(0, 256).split(';');
  let style = before;
  for (let at = 0; at < groups.length; at += 1) {
    const [code, ...parts] = (groups[at] ?? '').split(':').map((part) => (part === '' ? null : Number(part)));
    if ((code === 38 || code === 48) && parts.length === 0) {
      const isIndexed = Number(groups[at + 1]) === 5;
      const given = groups.slice(at + 2, at + (isIndexed ? 3 : 5)).map(Number);
      const ink = isIndexed ? toIndexedInk(given[0]) : toTrueInk(given);
      at += isIndexed ? 2 : 4;
      style = code === 38 ? { ...style, ink } : { ...style, ground: ink };
    } else if (code === 38 || code === 48) {
      // With colons, a true colour may have a colour space before its three components.
      const ink =
        parts[0] === 5 ? toIndexedInk(parts[1] ?? undefined) : toTrueInk(parts.slice(-3).map((part) => part ?? 0));
      style = code === 38 ? { ...style, ink } : { ...style, ground: ink };
    } else {
      style = applyCode(style, code ?? 0, parts[0] ?? null);
    }
  }
  return isPlain(style) ? plain : style;
}

function applyCode(style: TextStyle, code: number, sub: number | null): TextStyle {
  if (code >= 30 && code <= 37) return { ...style, ink: code - 30 };
  if (code >= 40 && code <= 47) return { ...style, ground: code - 40 };
  if (code >= 90 && code <= 97) return { ...style, ink: code - 82 };
  if (code >= 100 && code <= 107) return { ...style, ground: code - 92 };
  switch (code) {
    case 0:
      return plain;
    case 1:
      return { ...style, bold: true };
    case 2:
      return { ...style, dim: true };
    case 3:
      return { ...style, italic: true };
    case 4:
      return { ...style, underline: sub !== 0 };
    case 7:
      return { ...style, inverse: true };
    case 21:
      return { ...style, underline: true };
    case 22:
      return { ...style, bold: false, dim: false };
    case 23:
      return { ...style, italic: false };
    case 24:
      return { ...style, underline: false };
    case 27:
      return { ...style, inverse: false };
    case 39:
      return { ...style, ink: null };
    case 49:
      return { ...style, ground: null };
    default:
      return style;
  }
}

function isPlain({ ink, ground, bold, dim, italic, underline, inverse }: TextStyle): boolean {
  return ink === null && ground === null && !bold && !dim && !italic && !underline && !inverse;
}

/** The steps of the 6 × 6 × 6 cube of xterm's 256 colours. */
const cubeSteps = [0, 95, 135, 175, 215, 255] as const;

/** A colour of xterm's table of 256: the sixteen inks, a cube, and greys. */
function toIndexedInk(index: number | undefined): Ink | null {
  if (index === undefined || !Number.isInteger(index) || index < 0 || index > 255) return null;
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return [grey, grey, grey];
  }
  const cube = index - 16;
  const step = (place: number) => cubeSteps[Math.floor(cube / place) % 6] ?? 0;
  return [step(36), step(6), step(1)];
}

function toTrueInk(parts: readonly number[]): Ink | null {
  const [red, green, blue] = parts;
  if (red === undefined || green === undefined || blue === undefined) return null;
  const toByte = (part: number) => (Number.isFinite(part) ? Math.min(255, Math.max(0, Math.round(part))) : 0);
  return [toByte(red), toByte(green), toByte(blue)];
}
