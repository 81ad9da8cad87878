import { maxLineChars } from '../../contract/log-reading.ts';
import type { LogLine } from '../../contract/logs.ts';
import { parseEvent } from '../feeds/event-feed.ts';
import type { FeedHandle } from '../feeds/feeds.ts';
import { findUnit, type LineSequence } from '../index/line-sequence.ts';

/** The most characters of one answer. */
const maxReadChars = 1024 * 1024;

/** Lines of one kind and origin; a source has one or more. */
export interface LogPart {
  readonly source: number;
  readonly handle: FeedHandle;
  readonly isEvents: boolean;
}

/** Lines of a log whose order is `sequence`, each with the row that it is asked for as; in their order, and no more than one answer takes. */
export function readLines(
  sequence: LineSequence,
  parts: readonly LogPart[],
  wanted: readonly { row: number; line: number }[],
): LogLine[] {
  const lines: LogLine[] = [];
  let chars = 0;
  let at = 0;
  while (at < wanted.length) {
    const unit = sequence.units[findUnit(sequence.units, wanted[at]?.line ?? Number.NaN)];
    if (unit === undefined) {
      at += 1;
      continue;
    }
    // All that lie in one unit, in one go through it.
    const unitEnd = unit.firstLine + unit.lineCount;
    let end = at + 1;
    while (end < wanted.length && (wanted[end]?.line ?? unitEnd) < unitEnd) end += 1;
    const first = (wanted[at]?.line ?? 0) - unit.firstLine;
    const last = (wanted[end - 1]?.line ?? 0) - unit.firstLine;
    sequence.eachLine(unit, first, last + 1, (index, source, line) => {
      const next = wanted[at];
      if (next?.line !== unit.firstLine + index) return;
      at += 1;
      const part = parts[source];
      if (part === undefined || chars >= maxReadChars) return;
      const stored = part.handle.feed.store.readLine(line, maxLineChars);
      chars += stored.text.length;
      const told = part.isEvents ? parseEvent(stored.text) : null;
      lines.push({
        line: next.line,
        row: next.row,
        source: part.source,
        ...stored,
        ...(told === null ? {} : { text: '', time: told.time }),
        matches: [],
        event: told?.event ?? null,
      });
    });
    at = end;
    if (chars >= maxReadChars) break;
  }
  return lines;
}
