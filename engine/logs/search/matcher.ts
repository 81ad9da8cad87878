import type { LogQuery } from '../../contract/logs.ts';
import { WantedBytes } from './wanted-bytes.ts';

/** What a pattern is tried on of one line at most: patterns may take the square of a line's length. Plain texts are found anywhere. */
const patternChars = 1024 * 1024;
/** Marks of one line at most: a line may hold a million. */
const maxRanges = 1000;

/** Finds a query in lines. */
export interface Matcher {
  /** Bytes that stand in each line that matches, but for lines that are tangled up; null when nothing is known of them. */
  readonly bytes: WantedBytes | null;
  /** Those bytes are all that is asked for: a plain line that has them in its text matches. */
  readonly isExact: boolean;
  /** Finds, in many plain lines at once, places that are worth a closer look; null when lines have to be tried one by one. */
  readonly pattern: RegExp | null;
  /** All but tangled lines can be looked for with `pattern`, not only plain ones. */
  readonly patternSeesEscaped: boolean;
  readonly test: (text: string) => boolean;
  /** Where it matches, as [start, end). */
  readonly ranges: (text: string) => [number, number][];
}

const wordBefore = String.raw`(?<![\w\u00AA-\uFFFF])`;
const wordAfter = String.raw`(?![\w\u00AA-\uFFFF])`;

/** Throws `SyntaxError` for what is no pattern. */
export function compileMatcher({ text, isRegex, matchCase, wholeWord }: LogQuery): Matcher {
  const source = isRegex ? text : text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  const flags = matchCase ? '' : 'i';
  const whole = wholeWord ? `${wordBefore}(?:${source})${wordAfter}` : source;
  const marker = new RegExp(whole, `g${flags}`);
  const tester = new RegExp(isRegex && !wholeWord ? withoutOpenEnds(source) : whole, flags);
  const isPlainText = !isRegex && !hasSpecials(text);
  const literal = !isRegex && matchCase;
  const plainPart = literal ? longestPlainPart(text) : '';
  return {
    bytes: plainPart === '' ? null : new WantedBytes(Buffer.from(plainPart)),
    isExact: literal && isPlainText && !wholeWord,
    pattern:
      literal || !isFitForMany(source, isRegex)
        ? null
        : new RegExp(isRegex ? withoutOpenEnds(source) : source, `g${flags}`),
    patternSeesEscaped: isPlainText && isAsciiText(text),
    test:
      literal && !wholeWord
        ? (line) => line.includes(text)
        : (line) => tester.test(line.length > patternChars && isRegex ? line.slice(0, patternChars) : line),
    ranges(line) {
      const found: [number, number][] = [];
      marker.lastIndex = 0;
      for (let match = marker.exec(line); match !== null; match = marker.exec(line)) {
        if (match[0] === '') marker.lastIndex += 1;
        else found.push([match.index, match.index + match[0].length]);
        if (found.length >= maxRanges || marker.lastIndex > line.length) break;
      }
      return found;
    },
  };
}

/** Characters that dockerd's JSON writes otherwise. */
function hasSpecials(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are among them
  return /["\\<>&\u0000-\u001F\u007F\u2028\u2029\uFFFD]/.test(text);
}

function isAsciiText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- all of ASCII
  return /^[\u0000-\u007F]*$/.test(text);
}

/** A part of the text that stands in the file as it is. */
function longestPlainPart(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are among them
  const parts = text.split(/["\\<>&\u0000-\u001F\u007F\u2028\u2029\uFFFD]/);
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

/** `.*` at either end changes nothing of whether a line matches, and costs the square of its length. */
function withoutOpenEnds(source: string): string {
  const front = source.replace(/^(?:\.[*+]\??)+/, (part) => (part.includes('+') ? '.' : ''));
  const back = /(\\*)((?:\.\*\??)+)$/.exec(front);
  const isQuantified = back !== null && (back[1]?.length ?? 0) % 2 === 0;
  const rest = isQuantified ? front.slice(0, front.length - (back[2]?.length ?? 0)) : front;
  return rest === '' ? source : rest;
}

/**
 * Whether a pattern finds in many lines at once what it finds in one: nothing in it asks for the ends of a line or looks around, which
 * the file's own marks would change, and nothing in it can run over many lines.
 */
function isFitForMany(source: string, isRegex: boolean): boolean {
  if (!isRegex) return !hasSpecials(source.replaceAll('\\', ''));
  let isInClass = false;
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '\\') {
      at += 1;
      const escaped = source.charAt(at);
      // A newline is among what these mean, or they are a character by its number, or what a group has found.
      if (/[DWBnrxucpPk0-9]/.test(escaped) || (isInClass && escaped === 'S')) return false;
    } else if (isInClass) {
      if (character === ']') isInClass = false;
    } else if (character === '[') {
      if (source.charAt(at + 1) === '^') return false;
      isInClass = true;
    } else if (character === '^' || character === '$') {
      return false;
    } else if (character === '(' && source.charAt(at + 1) === '?' && source.charAt(at + 2) !== ':') {
      return false;
    }
  }
  return true;
}
