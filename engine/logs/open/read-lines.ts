import { maxLineChars } from '../../contract/log-reading.ts';
import type { LogLine } from '../../contract/logs.ts';
import { parseEvent } from '../feeds/event-feed.ts';
import type { FeedHandle } from '../feeds/feeds.ts';
import { findBlock, type LineSequence } from '../index/line-sequence.ts';

/** The most characters of one answer. */
const maxReadChars = 1024 * 1024;

/** Lines of one kind and origin; a source has one or more. */
export interface SourceFeed {
  readonly source: number;
  readonly handle: FeedHandle;
  readonly isEvents: boolean;
}

/** Lines of a log whose order is `sequence`, each with the row that it is asked for as; in their order, and no more than one answer takes. */
export function readLines(
  sequence: LineSequence,
  feeds: readonly SourceFeed[],
  wanted: readonly { row: number; line: number }[],
): LogLine[] {
  const lines: LogLine[] = [];
  let chars = 0;
  let at = 0;
  while (at < wanted.length) {
    const block = sequence.blocks[findBlock(sequence.blocks, wanted[at]?.line ?? Number.NaN)];
    if (block === undefined) {
      at += 1;
      continue;
    }
    // All that lie in one block, in one go through it.
    const blockEnd = block.firstLine + block.lineCount;
    let end = at + 1;
    while (end < wanted.length && (wanted[end]?.line ?? blockEnd) < blockEnd) end += 1;
    const first = (wanted[at]?.line ?? 0) - block.firstLine;
    const last = (wanted[end - 1]?.line ?? 0) - block.firstLine;
    sequence.eachLine(block, first, last + 1, (index, feed, line) => {
      const next = wanted[at];
      if (next?.line !== block.firstLine + index) return;
      at += 1;
      const from = feeds[feed];
      if (from === undefined || chars >= maxReadChars) return;
      const stored = from.handle.feed.store.readLine(line, maxLineChars);
      chars += stored.text.length;
      const told = from.isEvents ? parseEvent(stored.text) : null;
      lines.push({
        line: next.line,
        row: next.row,
        source: from.source,
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
