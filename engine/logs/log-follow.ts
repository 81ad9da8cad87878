import type { LogLine } from '../contract/logs.ts';
import type { Frame } from '../docker/demux.ts';
import { Waiters } from '../platform/waiters.ts';
import { LineReader, type TimedLine } from './line-reader.ts';

/** What one follow holds at most; older lines are dropped first. */
const maxLines = 20_000;
const maxChars = 8 * 1024 * 1024;

/** The most that one read answers with. */
export const maxReadLines = 1_000;

export interface LogState {
  readonly firstLine: number;
  readonly endLine: number;
  readonly ended: boolean;
}

/** The last lines of one container's log, read for as long as it is open. The reader pulls windows of them by line number. */
export class LogFollow implements Disposable {
  readonly #stop = new AbortController();
  readonly #waiting = new Waiters();
  #lines: LogLine[] = [];
  /** Lines at the front of `#lines` that were dropped but not yet cut off. */
  #dropped = 0;
  #firstLine = 0;
  #endLine = 0;
  #chars = 0;
  #ended = false;

  /** Begins to read. `read` is called once with the signal that ends it; how it ends is told to `onError`. */
  constructor(read: (signal: AbortSignal) => AsyncIterable<Frame>, onError: (error: unknown) => void) {
    this.#run(read(this.#stop.signal)).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) onError(error);
    });
  }

  /** Answers when the state is another than `seen`. Rejects when the signal aborts. */
  async changes(seen: { endLine: number; ended: boolean }, signal: AbortSignal): Promise<LogState> {
    while (seen.endLine === this.#endLine && seen.ended === this.#ended) {
      await this.#waiting.next(signal);
    }
    return { firstLine: this.#firstLine, endLine: this.#endLine, ended: this.#ended };
  }

  /** The lines of `[fromLine, toLine)` that are still held, at most `maxReadLines`. */
  read(fromLine: number, toLine: number): LogLine[] {
    const from = Math.max(fromLine, this.#firstLine);
    const to = Math.min(toLine, this.#endLine, from + maxReadLines);
    const offset = this.#dropped - this.#firstLine;
    return this.#lines.slice(from + offset, to + offset);
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#ended = true;
    this.#waiting.wake();
  }

  async #run(frames: AsyncIterable<Frame>): Promise<void> {
    const readers = { stdout: new LineReader(), stderr: new LineReader() };
    try {
      for await (const { stream, bytes } of frames) this.#take(stream, readers[stream].push(bytes));
    } finally {
      this.#take('stdout', readers.stdout.end());
      this.#take('stderr', readers.stderr.end());
      this.#ended = true;
      this.#waiting.wake();
    }
  }

  #take(stream: LogLine['stream'], lines: readonly TimedLine[]): void {
    if (lines.length === 0) return;
    for (const { time, text } of lines) {
      this.#lines.push({ line: this.#endLine, time, stream, text });
      this.#endLine += 1;
      this.#chars += text.length;
    }
    this.#drop();
    this.#waiting.wake();
  }

  #drop(): void {
    while (
      this.#endLine - this.#firstLine > maxLines ||
      (this.#chars > maxChars && this.#endLine - this.#firstLine > 1)
    ) {
      this.#chars -= this.#lines[this.#dropped]?.text.length ?? 0;
      this.#dropped += 1;
      this.#firstLine += 1;
    }
    if (this.#dropped > maxLines) {
      this.#lines = this.#lines.slice(this.#dropped);
      this.#dropped = 0;
    }
  }
}
