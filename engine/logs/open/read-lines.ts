import { maxLineChars } from '../../contract/log-reading.ts';
import type { LogLine } from '../../contract/logs.ts';
import { parseEvent } from '../feeds/event-feed.ts';
import type { FeedHandle } from '../feeds/feeds.ts';
import { findBlock, type LineSequence } from '../index/line-sequence.ts';

/** The most characters of one answer. */
const maxReadChars = 1024 * 1024;

/** A feed of a source: of the container itself, of a predecessor, or of their events. */
export interface SourceFeed {
  readonly source: number;
  readonly handle: FeedHandle;
  readonly isEvents: boolean;
}

/**
 * Reads lines of a log for the rows that are requested, in their order, up to the limit of one
 * answer.
 */
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
    // One pass per block.
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
      const parsed = from.isEvents ? parseEvent(stored.text) : null;
      lines.push({
        line: next.line,
        row: next.row,
        source: from.source,
        ...stored,
        ...(parsed === null ? {} : { text: '', time: parsed.time }),
        matches: [],
        event: parsed?.event ?? null,
      });
    });
    at = end;
    if (chars >= maxReadChars) break;
  }
  return lines;
}
