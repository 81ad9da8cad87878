import type { LogEvent, LogSource } from '../../contract/logs.ts';
import type { PastEvent } from '../kept/container-notes.ts';
import { findLines } from '../index/log-chunk.ts';
import type { LogFeed } from './log-feed.ts';
import { LineStore } from '../index/line-store.ts';
import type { ScratchBytes } from '../index/scratch-bytes.ts';
import { segmentFormat } from '../files/segment-format.ts';
import { Segments } from '../files/segments.ts';

/** How much earlier than told a container may have begun to print. */
const earlyMs = 10_000;

/** What happened to a container, as lines among its lines. */
export class EventFeed implements LogFeed {
  readonly store: LineStore;
  readonly phase: LogSource['phase'] = 'ended';
  readonly detail = '';
  readonly olderDone = 1;
  readonly behindBytes = 0;
  readonly hasTail = true;
  readonly #segments = new Segments({ folder: null, bytes: () => 64 * 1024 });

  constructor(events: readonly PastEvent[], scratch: ScratchBytes) {
    this.store = new LineStore(scratch);
    const records = inOrder(events)
      .map(({ orderMs, ms, event }) => `o${toTime(orderMs)} ${JSON.stringify({ time: toTime(ms), event })}\n`)
      .join('');
    if (records !== '') {
      const bytes = Buffer.from(records);
      const { file, startByte } = this.#segments.write(bytes);
      this.store.prepend(file, startByte, findLines(bytes, 0, bytes.length, segmentFormat), 0);
    }
    this.store.isWhole = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#segments[Symbol.dispose]();
  }
}

/** RFC 3339 to the microsecond, as exact as a number of milliseconds is. */
function toTime(ms: number): string {
  const seconds = new Date(Math.floor(ms)).toISOString().slice(0, 19);
  const micros = Math.floor((ms % 1000) * 1000);
  return `${seconds}.${String(micros).padStart(6, '0')}000Z`;
}

/** The first lines of a container may be written before the engine tells that it has started; not before the last one has stopped. */
function inOrder(events: readonly PastEvent[]): (PastEvent & { readonly orderMs: number })[] {
  let stoppedMs = Number.NEGATIVE_INFINITY;
  return events.map(({ ms, event }) => {
    const isBeginning = event.kind === 'started' || event.kind === 'recreated';
    const orderMs = isBeginning ? Math.max(stoppedMs, ms - earlyMs) : Math.max(stoppedMs, ms);
    if (event.kind === 'stopped') stoppedMs = orderMs;
    return { ms, event, orderMs };
  });
}

/** What a line of an event feed tells, and when that was. */
export function parseEvent(text: string): { readonly time: string; readonly event: LogEvent } {
  return JSON.parse(text) as { time: string; event: LogEvent };
}

/** Events between a log's first line and its last: that it began is nothing to tell, and how it ended is told by its state. */
export function eventsToShow(events: readonly PastEvent[]): PastEvent[] {
  const sorted = events.toSorted((a, b) => a.ms - b.ms);
  const first = sorted[0]?.event.kind === 'started' ? 1 : 0;
  const last = sorted.at(-1)?.event.kind === 'stopped' ? 1 : 0;
  return sorted.slice(first, Math.max(first, sorted.length - last));
}
