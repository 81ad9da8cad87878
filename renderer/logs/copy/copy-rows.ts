import type { LogLine } from '../../../engine/contract/logs.ts';
import type { LogReader } from '../reading/log-reader.ts';
import { sliceOf, type TextRange } from './text-range.ts';
import { toVisibleText } from '../rows/visible-text.ts';

/** More than this does not belong on a clipboard. */
export const mostCopiedLines = 100_000;
const readAtOnce = 1000;

export interface CopiedText {
  readonly text: string;
  readonly lines: number;
  /** There was more than is copied. */
  readonly isCut: boolean;
}

/** What of a line belongs to a selection: its plain text. A line that is drawn otherwise than it was printed is copied whole. */
type TextOf = (line: LogLine, range: TextRange) => string;

/** The plain text of a line within a selection. */
export function plainTextOf(isDrawnOtherwise: (line: LogLine) => boolean): TextOf {
  return (line, range) => {
    const text = toVisibleText(line.text);
    return isDrawnOtherwise(line) ? text : sliceOf(range, line.row, text);
  };
}

/** The selected text when all of its rows are here; null when some have to be read. */
export function copyHere(reader: LogReader, range: TextRange, textOf: TextOf): CopiedText | null {
  const texts: string[] = [];
  for (let row = range.start.row; row <= range.end.row; row += 1) {
    const line = reader.rows.line(row);
    if (line === undefined) return null;
    texts.push(textOf(line, range));
  }
  return { text: texts.join('\n'), lines: texts.length, isCut: false };
}

/** Reads the rows of a selection, up to 100,000 of them. */
export async function copyAll(reader: LogReader, range: TextRange, textOf: TextOf): Promise<CopiedText> {
  const end = range.end.row + 1;
  const last = Math.min(end, range.start.row + mostCopiedLines);
  const texts: string[] = [];
  for (let row = range.start.row; row < last;) {
    const lines = await reader.ask.read(row, Math.min(last, row + readAtOnce));
    const newest = lines.at(-1);
    // Gone while they were read: what is left is copied.
    if (newest === undefined) break;
    for (const line of lines) texts.push(textOf(line, range));
    row = newest.row + 1;
  }
  return { text: texts.join('\n'), lines: texts.length, isCut: last < end };
}
