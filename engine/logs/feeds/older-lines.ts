import { EngineError } from '../../platform/engine-error.ts';
import { GrowingBytes } from '../../platform/growing-bytes.ts';
import { type ContainerLog, createLogBackOff } from './container-log.ts';
import { findLines } from '../index/log-chunk.ts';
import { KnownFront, LastRecords } from './last-records.ts';
import { LineStore } from '../index/line-store.ts';
import type { ScratchBytes } from '../index/scratch-bytes.ts';
import { segmentFormat } from '../files/segment-format.ts';
import type { Segments } from '../files/segments.ts';

/** Size of a batch: while one is indexed, the daemon's socket must not run full. */
const batchBytes = 48 * 1024;
/** Length of the stream mark and a time. */
const frontBytes = 24;

interface OlderLinesOptions {
  readonly segments: Segments;
  readonly scratch: ScratchBytes;
  /** The first bytes of the tail: older lines end there. */
  readonly front: Buffer;
  readonly log: ContainerLog;
  /** Called after every write: the log may exceed a budget. */
  readonly onWritten: () => void;
}

/** Reads a log from its first line to its tail; continues after a lost connection. */
export class OlderLines {
  readonly store: LineStore;
  readonly #options: OlderLinesOptions;
  readonly #last = new LastRecords();
  readonly #pending = new GrowingBytes();

  constructor(options: OlderLinesOptions) {
    this.#options = options;
    this.store = new LineStore(options.scratch);
  }

  /**
   * Resolves with true at the tail or the end of the log, with false when it is aborted or the
   * container is removed. Rejects with an `EngineError`.
   */
  async read(signal: AbortSignal): Promise<boolean> {
    const { log } = this.#options;
    for (const backOff = createLogBackOff(); !signal.aborted;) {
      const stop = new AbortController();
      try {
        const both = AbortSignal.any([signal, stop.signal]);
        await this.#appendFrom(await log.readFrom(this.#last.since, { follow: false }, both), signal);
        return true;
      } catch (error) {
        if (signal.aborted || (error instanceof EngineError && error.code === 'not-found')) return false;
        if (!(error instanceof EngineError) || error.code !== 'unreachable') throw error;
        // Only the abort rejects here, and the condition of the loop handles it.
        await backOff.wait(signal).catch(() => undefined);
      } finally {
        stop.abort();
      }
    }
    return false;
  }

  async #appendFrom(response: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const writer = this.#options.log.createWriter();
    const known = new KnownFront(this.#last.known());
    for await (const bytes of response) {
      if (this.#add(known.push(writer.push(bytes)))) return;
    }
    signal.throwIfAborted();
    if (this.#add(known.push(writer.end()))) return;
    this.#write(this.#pending.take());
  }

  /** Adds records; returns whether the tail was reached. */
  #add(records: Buffer): boolean {
    const { front } = this.#options;
    // Bytes of earlier calls are searched again only where the tail could begin.
    const from = Math.max(0, this.#pending.length - front.length);
    this.#last.push(records);
    this.#pending.add(records);
    const pending = this.#pending.view();
    const end = findRecord(pending, front, from);
    if (end >= 0) {
      this.#write(pending.subarray(0, end));
      return true;
    }
    if (pending.length < batchBytes + front.length) return false;
    // Bytes that may be the beginning of the tail wait for the next records.
    const cut = pending.lastIndexOf(0x0a, pending.length - front.length) + 1;
    this.#write(pending.subarray(0, cut));
    this.#pending.drop(cut);
    return false;
  }

  #write(records: Buffer): void {
    if (records.length === 0) return;
    const { file, startByte } = this.#options.segments.write(records);
    this.store.append(file, startByte, findLines(records, 0, records.length, segmentFormat), 0);
    this.#options.onWritten();
  }
}

/**
 * The offset at which `wanted` begins as whole records, from an offset on; -1 when it is absent.
 * Searches for its time first, because Node finds long needles slowly.
 */
function findRecord(records: Buffer, wanted: Buffer, from: number): number {
  const front = wanted.subarray(0, frontBytes);
  for (let at = records.indexOf(front, from); at >= 0; at = records.indexOf(front, at + 1)) {
    if (at > 0 && records[at - 1] !== 0x0a) continue;
    if (records.subarray(at, at + wanted.length).equals(wanted)) return at;
  }
  return -1;
}
