/** A stretch of a log line: plain text, or a control character shown as a sign. */
export interface TextPart {
  readonly text: string;
  readonly kind: 'text' | 'control';
}

/**
 * Escape sequences of terminals (ECMA-48): CSI with its parameters, strings (OSC, DCS, SOS, PM, APC) up to their end
 * or the end of the line, and two-byte escapes. All quantifiers run over classes that exclude what follows them, so
 * that a hostile line costs linear time.
 */
const escapeSequences = new RegExp(
  [
    String.raw`\u001B\[[0-?]*[ -/]*[@-~]?`,
    String.raw`\u001B[\]PX^_][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?`,
    String.raw`\u001B[ -/]*[0-~]?`,
    String.raw`\u009B[0-?]*[ -/]*[@-~]?`,
  ].join('|'),
  'g',
);

/** C0 but tab, DEL, C1, and marks that are invisible or turn the direction of text (Unicode UAX 9, UTR 36). */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const controls = /[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/;

/** The text of a log line without terminal escapes; trailing carriage returns (TTY line ends) go too. */
export function stripEscapes(raw: string): string {
  let end = raw.length;
  while (end > 0 && raw.charAt(end - 1) === '\r') end -= 1;
  const line = raw.slice(0, end);
  return controls.test(line) ? line.replaceAll(escapeSequences, '') : line;
}

/** A log line in parts that are safe to show: nothing in it can hide, move or reorder other text. */
export function toVisibleParts(raw: string): TextPart[] {
  const line = stripEscapes(raw);
  if (!controls.test(line)) return [{ text: line, kind: 'text' }];
  return line.split(new RegExp(`(${controls.source})`)).flatMap((text, index): TextPart[] => {
    if (text === '') return [];
    return index % 2 === 0 ? [{ text, kind: 'text' }] : [{ text: toSign(text), kind: 'control' }];
  });
}

/** The same as one string, for copying what is shown. */
export function toVisibleText(raw: string): string {
  return toVisibleParts(raw)
    .map(({ text }) => text)
    .join('');
}

/** `^G` for C0 and DEL, as terminals write them; the rest by its number. Unicode's pictures are in few fonts. */
function toSign(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `^${String.fromCodePoint(code ^ 0x40)}`;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
