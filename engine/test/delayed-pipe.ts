import type { Socket } from 'node:net';

/** As much as may wait here before the source is paused: a delay must not turn into unlimited memory. */
const highWaterBytes = 1024 * 1024;

/** Writes to a socket, each piece at its own later time, in order, and says when too much waits. */
export class DelayedPipe {
  readonly #to: Socket;
  readonly #delayMs: () => number;
  readonly #waiting: { bytes: Buffer; dueMs: number }[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | null = null;
  #isBlocked = false;
  #whenEmpty: (() => void) | null = null;
  onPressure: (isHigh: boolean) => void = () => {};

  constructor(to: Socket, delayMs: () => number) {
    this.#to = to;
    this.#delayMs = delayMs;
    to.on('drain', () => {
      this.#isBlocked = false;
      this.#flush();
    });
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#to.writableLength === 0;
  }

  get isUnderPressure(): boolean {
    return this.#isBlocked || this.#waitingBytes > highWaterBytes;
  }

  write(bytes: Buffer): void {
    if (bytes.length === 0 || this.#whenEmpty !== null) return;
    const lastDueMs = this.#waiting.at(-1)?.dueMs ?? 0;
    this.#waiting.push({ bytes, dueMs: Math.max(lastDueMs, performance.now() + this.#delayMs()) });
    this.#waitingBytes += bytes.length;
    this.#flush();
  }

  /** Half-closes the socket once everything is written. */
  end(): void {
    this.#finish(() => this.#to.end());
  }

  /** Calls back once everything is written; what is written later is dropped. */
  cutAfterWritten(cut: () => void): void {
    this.#finish(() => {
      // `destroy` would drop what the socket itself still holds; `drain` comes only after a write that was too much for it.
      if (this.#to.writableLength === 0) cut();
      else this.#to.write(Buffer.alloc(0), () => cut());
    });
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }

  #finish(action: () => void): void {
    this.#whenEmpty ??= action;
    this.#flush();
  }

  #flush(): void {
    if (this.#timer !== null) return;
    while (!this.#isBlocked) {
      const next = this.#waiting[0];
      if (next === undefined) break;
      const waitMs = next.dueMs - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#flush();
        }, waitMs);
        break;
      }
      this.#waiting.shift();
      this.#waitingBytes -= next.bytes.length;
      this.#isBlocked = !this.#to.write(next.bytes);
    }
    this.onPressure(this.isUnderPressure);
    if (this.#waiting.length === 0 && !this.#isBlocked && this.#whenEmpty !== null) {
      const whenEmpty = this.#whenEmpty;
      this.#whenEmpty = () => {};
      whenEmpty();
    }
  }
}
