import { toWebLink } from '../../objects/web-link.ts';
import type { StyledRun, StyledText, TextStyle } from './ansi.ts';
import { controls, toSign } from './visible-text.ts';

/** Characters of a line that are drawn alike. */
export interface DrawnRun {
  /** The offset in the text without escape sequences. */
  readonly at: number;
  /** The drawn text: a control character is replaced by a sign. */
  readonly text: string;
  readonly isControl: boolean;
  readonly style: TextStyle | null;
  /** The address of a link. */
  readonly link: string | null;
  /** Index of the match that it belongs to. */
  readonly match: number | null;
}

type Span = readonly [start: number, end: number];

// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const address = /https?:\/\/[^\s"'<>`{}|\\^\u0000-\u001F\u007F-\u009F]+/gi;
/** Punctuation after an address is rarely part of it. */
const trailing = /[!),.:;?\]]+$/;
const anyControl = new RegExp(controls.source, 'g');

/**
 * Splits the first `mostChars` of a line into runs that are drawn alike. Together they are the
 * whole text.
 */
export function toDrawnRuns({ text, runs }: StyledText, matches: readonly Span[], mostChars: number): DrawnRun[] {
  const shown = text.length > mostChars ? text.slice(0, mostChars) : text;
  const links = shown.includes('://') ? findLinks(shown) : [];
  const signs = controls.test(shown) ? [...shown.matchAll(anyControl)].map(({ index }) => index) : [];
  if (runs.length === 0 && links.length === 0 && signs.length === 0 && matches.length === 0) {
    return shown === '' ? [] : [{ at: 0, text: shown, isControl: false, style: null, link: null, match: null }];
  }
  const cuts = toCuts(shown.length, [...runs.map(toSpan), ...links.map(({ span }) => span), ...matches], signs);
  const runAt = walker(runs.map(toSpan));
  const linkAt = walker(links.map(({ span }) => span));
  const matchAt = walker(matches);
  const signAt = new Set(signs);
  const drawn: DrawnRun[] = [];
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const at = cuts[index] ?? 0;
    const characters = shown.slice(at, cuts[index + 1]);
    const isControl = signAt.has(at);
    const run = runAt(at);
    const link = linkAt(at);
    drawn.push({
      at,
      text: isControl ? toSign(characters) : characters,
      isControl,
      style: run === null ? null : (runs[run]?.style ?? null),
      link: link === null ? null : (links[link]?.href ?? null),
      match: matchAt(at),
    });
  }
  return drawn;
}

const toSpan = ({ start, end }: StyledRun): Span => [start, end];

function findLinks(text: string): { span: Span; href: string }[] {
  return [...text.matchAll(address)].flatMap(({ 0: found, index }) => {
    const trimmed = found.replace(trailing, '');
    const href = toWebLink(trimmed);
    return href === null ? [] : [{ span: [index, index + trimmed.length] as const, href }];
  });
}

function toCuts(length: number, spans: readonly Span[], signs: readonly number[]): number[] {
  const cuts = new Set([0, length]);
  const cut = (at: number) => {
    if (at > 0 && at < length) cuts.add(at);
  };
  for (const [start, end] of spans) {
    cut(start);
    cut(end);
  }
  for (const at of signs) {
    cut(at);
    cut(at + 1);
  }
  return [...cuts].toSorted((one, other) => one - other);
}

/**
 * Returns a function that finds the span at an offset. The spans must be in order, and the offsets
 * must increase.
 */
function walker(spans: readonly Span[]): (at: number) => number | null {
  let index = 0;
  return (at) => {
    while (index < spans.length && (spans[index]?.[1] ?? 0) <= at) index += 1;
    const span = spans[index];
    return span !== undefined && span[0] <= at ? index : null;
  };
}
