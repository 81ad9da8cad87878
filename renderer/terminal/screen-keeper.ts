import { SafeCut } from './safe-cut.ts';

interface ScreenKeeperOptions {
  /** Of the first byte that will be pushed. */
  readonly offset: number;
  /** Null while the screen shows more than what was pushed. */
  readonly snapshot: (when: 'atRest' | 'whileBusy') => string | null;
  /** Hands it to the service; a failure costs the next view some time and nothing else. */
  readonly keep: (offset: number, snapshot: string) => Promise<void>;
  readonly setTimer: (callback: () => void, delayMs: number) => () => void;
}

/** So often while output flows: this much the next view has to draw up again at most. */
const everyBytes = 1024 * 1024;
const restMs = 1000;
const longestSnapshot = 4 * 1024 * 1024;

/** Keeps a terminal's screen with the service, so that another view need not begin with the first byte. */
export class ScreenKeeper {
  readonly #options: ScreenKeeperOptions;
  readonly #cut = new SafeCut();
  #offset: number;
  /** Since the screen was kept. */
  #newBytes = 0;
  #stopTimer: (() => void) | null = null;
  #isKeeping = false;

  constructor(options: ScreenKeeperOptions) {
    this.#options = options;
    this.#offset = options.offset;
  }

  /** These bytes are in the screen now, and none after them. */
  push(bytes: Uint8Array): void {
    this.#offset += bytes.length;
    this.#newBytes += bytes.length;
    this.#cut.push(bytes);
    if (this.#newBytes >= everyBytes) this.keep('whileBusy');
    // One timer for a whole flood: it looks again as long as output comes.
    if (this.#stopTimer === null) this.#rest(this.#offset);
  }

  /** So many bytes were left out after those: what comes after them is drawn on the screen as it is. */
  skip(bytes: number): void {
    this.#offset += bytes;
  }

  /** Keeps the screen as it is, unless it is kept already or stands within a sequence. */
  keep(when: 'atRest' | 'whileBusy'): void {
    if (this.#isKeeping || this.#newBytes === 0 || !this.#cut.isSafe) return;
    const offset = this.#offset;
    const snapshot = this.#options.snapshot(when);
    if (snapshot === null) return;
    this.#newBytes = 0;
    if (snapshot.length > longestSnapshot) return;
    this.#isKeeping = true;
    const end = () => {
      this.#isKeeping = false;
    };
    // A screen that could not be kept is replaced by the next one.
    this.#options.keep(offset, snapshot).then(end, end);
  }

  close(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  #rest(offset: number): void {
    this.#stopTimer = this.#options.setTimer(() => {
      this.#stopTimer = null;
      if (this.#offset === offset) this.keep('atRest');
      else this.#rest(this.#offset);
    }, restMs);
  }
}
