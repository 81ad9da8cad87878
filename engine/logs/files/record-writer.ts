import { EngineError } from '../../platform/engine-error.ts';
import { GrowingBytes } from '../../platform/growing-bytes.ts';
import { streamMark } from './segment-format.ts';

/** Size of a frame's header; its last four bytes are the length (Engine API, 'Stream format'). */
const headerBytes = 8;
/**
 * dockerd's copier splits lines into partial messages of this size; only a message of this size
 * continues in the next frame.
 */
const partialBytes = 16 * 1024;
/** A longer line is split and a longer frame is refused, to bound memory. */
const maxPendingBytes = 64 * 1024 * 1024;
const newline = 0x0a;
const space = 0x20;

export interface RecordWriterOptions {
  /** The stream has no frames: all of it is stdout, in lines. */
  readonly tty: boolean;
  /** Returns a timestamp to put before each line of a stream without them. */
  readonly stamp: (() => string) | null;
}

/**
 * Converts the bytes of a daemon's log stream, in any splits, into records of a segment. Parses the
 * frames itself: a frame is one message of the daemon, and `demux` does not show its bounds.
 */
export class RecordWriter {
  readonly #options: RecordWriterOptions;
  /** The incomplete frame or unframed line at the end. */
  readonly #rest = new GrowingBytes();
  /** The joined partial messages of a long line, by stream. */
  readonly #long = { stdout: new GrowingBytes(), stderr: new GrowingBytes() };
  readonly #records = new GrowingBytes();

  /** Number of messages of the daemon: a line, or a partial one. */
  messages = 0;

  constructor(options: RecordWriterOptions) {
    this.#options = options;
  }

  /**
   * The records that these bytes complete, valid until the next call. Throws `rejected` when the
   * bytes are no log stream.
   */
  push(bytes: Uint8Array): Buffer {
    let input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.#rest.length > 0) {
      this.#rest.add(input);
      input = this.#rest.take();
    }
    const used = this.#options.tty ? this.#takeLines('stdout', input) : this.#takeFrames(input);
    if (input.length - used > maxPendingBytes)
      throw new EngineError('rejected', 'A line of the log has more than 64 MiB.');
    this.#rest.add(input.subarray(used));
    return this.#records.take();
  }

  /** The last records, when the stream has ended as it should. */
  end(): Buffer {
    if (this.#options.tty && this.#rest.length > 0) this.#writeLine('stdout', Buffer.from(this.#rest.take()));
    for (const stream of ['stdout', 'stderr'] as const) {
      const pending = this.#long[stream];
      if (pending.length === 0) continue;
      const bytes = Buffer.from(pending.take());
      if (this.#options.stamp === null) this.#writeRecord(stream, bytes);
      else this.#writeLine(stream, bytes);
    }
    return this.#records.take();
  }

  #takeFrames(input: Buffer): number {
    let at = 0;
    while (at + headerBytes <= input.length) {
      const kind = input[at] ?? 0;
      if (kind > 3 || input[at + 1] !== 0 || input[at + 2] !== 0 || input[at + 3] !== 0)
        throw new EngineError('rejected', 'The log stream is not in the form that the Engine API describes.');
      const start = at + headerBytes;
      const end = start + input.readUInt32BE(at + 4);
      if (end > input.length) break;
      this.messages += 1;
      this.#takeFrame(kind >= 2 ? 'stderr' : 'stdout', input.subarray(start, end));
      at = end;
    }
    return at;
  }

  #takeFrame(stream: 'stdout' | 'stderr', frame: Buffer): void {
    const { stamp } = this.#options;
    const pending = this.#long[stream];
    if (stamp !== null) {
      // Output as the container wrote it: a frame may end anywhere in a line.
      const before = pending.length;
      pending.add(frame);
      if (frame.indexOf(newline) < 0) return;
      const bytes = Buffer.from(pending.take());
      const used = this.#takeLines(stream, bytes, before);
      pending.add(bytes.subarray(used));
      return;
    }
    const end = frame.length - 1;
    const newlineAt = frame.indexOf(newline);
    const textStart = frame.indexOf(space) + 1;
    if (newlineAt < 0) {
      const isPartial = frame.length - textStart >= partialBytes;
      pending.add(pending.length === 0 ? frame : frame.subarray(textStart));
      if (!isPartial || pending.length > maxPendingBytes) this.#writeRecord(stream, pending.take());
    } else if (pending.length > 0) {
      pending.add(frame.subarray(textStart, newlineAt));
      this.#writeRecord(stream, pending.take());
      if (newlineAt < end) this.#takeFrame(stream, frame.subarray(newlineAt + 1));
    } else if (newlineAt === end) {
      this.#writeRecord(stream, frame.subarray(0, end));
    } else {
      // Some drivers store several lines in one message: they share its time.
      const time = frame.subarray(0, textStart);
      this.#writeRecord(stream, frame.subarray(0, newlineAt));
      this.#takeFrame(stream, Buffer.concat([time, frame.subarray(newlineAt + 1)]));
    }
  }

  /**
   * Writes the lines of an unframed stream; returns the number of bytes used. The first `searched`
   * bytes contain no newline.
   */
  #takeLines(stream: 'stdout' | 'stderr', input: Buffer, searched = 0): number {
    let start = 0;
    for (let end = input.indexOf(newline, searched); end >= 0; end = input.indexOf(newline, start)) {
      this.#writeLine(stream, input.subarray(start, end));
      start = end + 1;
    }
    return start;
  }

  #writeLine(stream: 'stdout' | 'stderr', line: Buffer): void {
    const { stamp, tty } = this.#options;
    if (tty) this.messages += 1 + Math.floor(line.length / partialBytes);
    if (stamp === null) this.#writeRecord(stream, withoutInnerTimes(line));
    else this.#writeRecord(stream, Buffer.concat([Buffer.from(`${stamp()} `), line]));
  }

  #writeRecord(stream: 'stdout' | 'stderr', line: Uint8Array): void {
    this.#records.add(marks[stream]);
    this.#records.add(line);
    this.#records.add(lineEnd);
  }
}

const marks = { stdout: Buffer.from([streamMark('stdout')]), stderr: Buffer.from([streamMark('stderr')]) };
const lineEnd = Buffer.from([newline]);
const timeBefore = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z /;

/**
 * In an unframed stream each partial message of a long line has its own timestamp, in the middle of
 * the text (moby 26.1).
 */
function withoutInnerTimes(line: Buffer): Buffer {
  const textStart = line.indexOf(space) + 1;
  if (line.length - textStart <= partialBytes) return line;
  const joined = [line.subarray(0, textStart + partialBytes)];
  for (let at = textStart + partialBytes; at < line.length;) {
    const time = timeBefore.exec(line.toString('latin1', at, at + 40))?.[0].length ?? 0;
    joined.push(line.subarray(at + time, at + time + partialBytes));
    at += time + partialBytes;
  }
  return Buffer.concat(joined);
}
