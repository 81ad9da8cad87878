import type { LogLine } from '../../../engine/contract/logs.ts';
import type { LogReader } from '../reading/log-reader.ts';
import { sliceOf, type TextRange } from './text-range.ts';
import { toVisibleText } from '../rows/visible-text.ts';

/** The most lines that are copied to the clipboard. */
export const mostCopiedLines = 100_000;
const readAtOnce = 1000;

export interface CopiedText {
  readonly text: string;
  readonly lines: number;
  /** Not all selected lines are copied. */
  readonly isCut: boolean;
}

/** Returns the selected text of a line. */
type TextOf = (line: LogLine, range: TextRange) => string;

/**
 * The plain text of a line within a selection; the whole line when it is drawn differently from its
 * text.
 */
export function plainTextOf(isDrawnOtherwise: (line: LogLine) => boolean): TextOf {
  return (line, range) => {
    const text = toVisibleText(line.text);
    return isDrawnOtherwise(line) ? text : sliceOf(range, line.row, text);
  };
}

/** The selected text when all its rows are loaded; null when some have to be read. */
export function copyHere(reader: LogReader, range: TextRange, textOf: TextOf): CopiedText | null {
  const texts: string[] = [];
  for (let row = range.start.row; row <= range.end.row; row += 1) {
    const line = reader.rows.line(row);
    if (line === undefined) return null;
    texts.push(textOf(line, range));
  }
  return { text: texts.join('\n'), lines: texts.length, isCut: false };
}

/** Reads the rows of a selection, at most 100,000. */
export async function copyAll(reader: LogReader, range: TextRange, textOf: TextOf): Promise<CopiedText> {
  const end = range.end.row + 1;
  const last = Math.min(end, range.start.row + mostCopiedLines);
  const texts: string[] = [];
  for (let row = range.start.row; row < last;) {
    const lines = await reader.ask.read(row, Math.min(last, row + readAtOnce));
    const newest = lines.at(-1);
    // The rows were dropped meanwhile: copy what is left.
    if (newest === undefined) break;
    for (const line of lines) texts.push(textOf(line, range));
    row = newest.row + 1;
  }
  return { text: texts.join('\n'), lines: texts.length, isCut: last < end };
}
