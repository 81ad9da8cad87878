import { stripEscapes } from '../../../engine/contract/escape-sequences.ts';

/** A stretch of a log line: plain text, or a control character shown as a sign. */
export interface VisibleRun {
  readonly text: string;
  readonly kind: 'text' | 'control';
}

/** C0 but tab, DEL, C1, and marks that are invisible or turn the direction of text (Unicode UAX 9, UTR 36). */
export const controls =
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  /[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/;

/** A log line in parts that are safe to show: nothing in it can hide, move or reorder other text. */
export function toVisibleRuns(raw: string): VisibleRun[] {
  const line = stripEscapes(raw);
  if (!controls.test(line)) return [{ text: line, kind: 'text' }];
  return line.split(new RegExp(`(${controls.source})`)).flatMap((text, index): VisibleRun[] => {
    if (text === '') return [];
    return index % 2 === 0 ? [{ text, kind: 'text' }] : [{ text: toSign(text), kind: 'control' }];
  });
}

/** The same as one string, for copying what is shown. */
export function toVisibleText(raw: string): string {
  return toVisibleRuns(raw)
    .map(({ text }) => text)
    .join('');
}

/** `^G` for C0 and DEL, as terminals write them; the rest by its number. Unicode's pictures are in few fonts. */
export function toSign(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `^${String.fromCodePoint(code ^ 0x40)}`;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
