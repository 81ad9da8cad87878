import type { LogEvent, LogSource } from '../../contract/logs.ts';
import type { PastEvent } from '../kept/container-notes.ts';
import { findLines } from '../index/log-chunk.ts';
import type { LogFeed } from './log-feed.ts';
import { LineStore } from '../index/line-store.ts';
import type { ScratchBytes } from '../index/scratch-bytes.ts';
import { segmentFormat } from '../files/segment-format.ts';
import { Segments } from '../files/segments.ts';

/** A container may print its first lines so long before the engine reports its start. */
const earlyMs = 10_000;

/** The events of a container as lines of its log. */
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

/** RFC 3339 in microseconds: the precision of a number of milliseconds. */
function toTime(ms: number): string {
  const seconds = new Date(Math.floor(ms)).toISOString().slice(0, 19);
  const micros = Math.floor((ms % 1000) * 1000);
  return `${seconds}.${String(micros).padStart(6, '0')}000Z`;
}

/**
 * The times by which events are ordered: before the first lines of a start, and after the stop
 * before it.
 */
function inOrder(events: readonly PastEvent[]): (PastEvent & { readonly orderMs: number })[] {
  let stoppedMs = Number.NEGATIVE_INFINITY;
  return events.map(({ ms, event }) => {
    const isBeginning = event.kind === 'started' || event.kind === 'recreated';
    const orderMs = isBeginning ? Math.max(stoppedMs, ms - earlyMs) : Math.max(stoppedMs, ms);
    if (event.kind === 'stopped') stoppedMs = orderMs;
    return { ms, event, orderMs };
  });
}

/** Parses the text of an event line. `time` is RFC 3339. */
export function parseEvent(text: string): { readonly time: string; readonly event: LogEvent } {
  return JSON.parse(text) as { time: string; event: LogEvent };
}

/**
 * The events between the first line of a log and its last. The first start is redundant, and the
 * state of the source reports the last stop.
 */
export function eventsToShow(events: readonly PastEvent[]): PastEvent[] {
  const sorted = events.toSorted((a, b) => a.ms - b.ms);
  const first = sorted[0]?.event.kind === 'started' ? 1 : 0;
  const last = sorted.at(-1)?.event.kind === 'stopped' ? 1 : 0;
  return sorted.slice(first, Math.max(first, sorted.length - last));
}
