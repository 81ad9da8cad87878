import type { LogQuery } from '../../contract/logs.ts';
import { WantedBytes } from './wanted-bytes.ts';

/**
 * A pattern is tried on at most this much of a line: patterns can take quadratic time. Plain text
 * is found anywhere.
 */
const patternChars = 1024 * 1024;
/** At most this many matches are marked per line: a line may contain a million. */
const maxMatches = 1000;

/** A compiled query. */
export interface Matcher {
  /**
   * Bytes that every matching line contains in the file, except tangled lines; null when there are
   * none.
   */
  readonly bytes: WantedBytes | null;
  /** These bytes are the whole query: a plain line with them in its text matches. */
  readonly isExact: boolean;
  /** Finds candidates in the bytes of many lines at once; null when each line has to be tried. */
  readonly pattern: RegExp | null;
  /** `pattern` is reliable for all lines that are not tangled, not only for plain ones. */
  readonly patternSeesEscaped: boolean;
  readonly test: (text: string) => boolean;
  /** The matches as [start, end). */
  readonly matches: (text: string) => [number, number][];
}

const wordBefore = String.raw`(?<![\w\u00AA-\uFFFF])`;
const wordAfter = String.raw`(?![\w\u00AA-\uFFFF])`;

/** Compiles a query. Throws `SyntaxError` for an invalid pattern. */
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
    matches(line) {
      const found: [number, number][] = [];
      marker.lastIndex = 0;
      for (let match = marker.exec(line); match !== null; match = marker.exec(line)) {
        if (match[0] === '') marker.lastIndex += 1;
        else found.push([match.index, match.index + match[0].length]);
        if (found.length >= maxMatches || marker.lastIndex > line.length) break;
      }
      return found;
    },
  };
}

/** Characters that dockerd's JSON escapes. */
function hasSpecials(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are among them
  return /["\\<>&\u0000-\u001F\u007F\u2028\u2029\uFFFD]/.test(text);
}

function isAsciiText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- all of ASCII
  return /^[\u0000-\u007F]*$/.test(text);
}

/** The longest substring that a file contains unescaped. */
function longestPlainPart(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are among them
  const substrings = text.split(/["\\<>&\u0000-\u001F\u007F\u2028\u2029\uFFFD]/);
  return substrings.reduce((longest, one) => (one.length > longest.length ? one : longest), '');
}

/**
 * Removes `.*` at either end: it never changes whether a line matches, and takes quadratic time.
 */
function withoutOpenEnds(source: string): string {
  const front = source.replace(/^(?:\.[*+]\??)+/, (dots) => (dots.includes('+') ? '.' : ''));
  const back = /(\\*)((?:\.\*\??)+)$/.exec(front);
  const isQuantified = back !== null && (back[1]?.length ?? 0) % 2 === 0;
  const rest = isQuantified ? front.slice(0, front.length - (back[2]?.length ?? 0)) : front;
  return rest === '' ? source : rest;
}

/**
 * Whether a pattern finds in the bytes of many lines what it finds in each: it has no anchors and
 * no lookaround, which would see the bytes between texts, and it cannot match across lines.
 */
function isFitForMany(source: string, isRegex: boolean): boolean {
  if (!isRegex) return !hasSpecials(source.replaceAll('\\', ''));
  let isInClass = false;
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '\\') {
      at += 1;
      const escaped = source.charAt(at);
      // These match a newline, or are a character by number or a back reference.
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
