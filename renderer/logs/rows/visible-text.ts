import { stripEscapes } from '../../../engine/contract/escape-sequences.ts';

/** Characters of a log line: plain text, or a control character as a sign. */
export interface VisibleRun {
  readonly text: string;
  readonly kind: 'text' | 'control';
}

/**
 * C0 except tab, DEL, C1, and characters that are invisible or change the direction of text
 * (Unicode UAX 9, UTR 36).
 */
export const controls =
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  /[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/;

/** Splits a log line into runs that are safe to show: none can hide, move or reorder other text. */
export function toVisibleRuns(raw: string): VisibleRun[] {
  const line = stripEscapes(raw);
  if (!controls.test(line)) return [{ text: line, kind: 'text' }];
  return line.split(new RegExp(`(${controls.source})`)).flatMap((text, index): VisibleRun[] => {
    if (text === '') return [];
    return index % 2 === 0 ? [{ text, kind: 'text' }] : [{ text: toSign(text), kind: 'control' }];
  });
}

/** The same as one string, for copying. */
export function toVisibleText(raw: string): string {
  return toVisibleRuns(raw)
    .map(({ text }) => text)
    .join('');
}

/**
 * `^G` for C0 and DEL, as terminals write them; `<U+200B>` for the rest, because few fonts have the
 * control pictures of Unicode.
 */
export function toSign(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `^${String.fromCodePoint(code ^ 0x40)}`;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
