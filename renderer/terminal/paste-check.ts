/** Escape would end a bracketed paste early and then be obeyed; the other controls are keys that nobody meant to press. */
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/** Text from the clipboard without the characters that act as keys; tabs and line breaks stay. */
export function safePaste(text: string): string {
  return text.replaceAll(controls, '');
}

/** What is asked before a paste of more than one line. */
export interface PasteQuestion {
  readonly text: string;
  readonly lineCount: number;
  /** The first of them, cut to a length that can be shown. */
  readonly firstLines: readonly string[];
  readonly isCut: boolean;
}

const mostLinesShown = 8;
const longestLineShown = 200;

/** The question for a paste; null for text without a line break: a shell runs what ends in one at once. */
export function pasteQuestion(text: string): PasteQuestion | null {
  if (!/[\r\n]/.test(text)) return null;
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  const firstLines = lines.slice(0, mostLinesShown).map((line) => line.slice(0, longestLineShown));
  return { text, lineCount: lines.length, firstLines, isCut: lines.length > mostLinesShown };
}

/** All lines as one, with a space between each two. */
export function asOneLine(text: string): string {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
