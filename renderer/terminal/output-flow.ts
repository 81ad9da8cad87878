import { Deferred } from '../client/deferred.ts';
import { orAborted } from '../client/or-aborted.ts';
import { maxReadBytes } from './limits.ts';
import { type Beginning, OutputPlace } from './output-place.ts';
import { Pace } from './pace.ts';
import { type Output, ReadAhead } from './read-ahead.ts';
import type { ScreenKeeper } from './screen-keeper.ts';
import type { SessionHost } from './session-host.ts';
import type { TerminalScreen } from './terminal-screen.ts';
import type { Lane } from './write-scheduler.ts';

/**
 * What waits to be drawn, and what is on its way, in time: enough that the page is never out of work, and so little that a flood stops soon
 * after its program was interrupted.
 */
const unparsedMs = 12;
const aheadMs = 20;
/** Many small answers take more of the page's time than they are worth, however slowly their bytes are drawn. */
const leastReadBytes = 128 * 1024;

interface OutputFlowOptions {
  readonly host: Pick<SessionHost, 'scheduler' | 'nextFrame'>;
  readonly isVisible: () => boolean;
  /** All is drawn that an earlier view has shown: the screen may take on the size of its place. */
  readonly onReplayed: () => void;
  readonly signal: AbortSignal;
}

/** What one view of a terminal draws on, and where it begins. */
interface Drawing {
  readonly screen: TerminalScreen;
  readonly keeper: ScreenKeeper;
  readonly beginning: Beginning;
}

/** What is asked of the service. */
interface Wanted {
  readonly offset: number;
  readonly maxBytes: number;
  readonly pour: { readonly shown: number; readonly lines: number } | null;
}

/** The output of a terminal on its way into the screen: asked for as fast as it is drawn, drawn in order, told how far it is. */
export class OutputFlow {
  readonly #options: OutputFlowOptions;
  readonly #lane: Lane;
  readonly #pace = new Pace(() => performance.now());
  #place = new OutputPlace({ offset: 0, shown: 0, resizes: [] });
  #drawing: Drawing | null = null;
  /** The last answer came behind a gap. */
  #isPouring = false;
  #onDrawn: (() => void) | null = null;

  constructor(options: OutputFlowOptions) {
    this.#options = options;
    this.#lane = options.host.scheduler.open({
      write: (bytes, done) => this.#draw(bytes, done),
      isVisible: options.isVisible,
    });
  }

  /** What is drawn now was shown before by another view. */
  get isReplaying(): boolean {
    return this.#place.isReplaying;
  }

  /** Forgets what waits; resolves when nothing is being drawn any more. */
  async drop(): Promise<void> {
    await this.#lane.drop();
  }

  /** Goes on from here. */
  begin(drawing: Drawing): void {
    this.#drawing = drawing;
    this.#place = new OutputPlace(drawing.beginning);
    this.#isPouring = false;
  }

  /** Shows all that is read until there is no more, on a screen that is as it was where it begins; resolves when it is in the screen. */
  async show(
    read: (wanted: Wanted, signal: AbortSignal) => Promise<Output>,
    { screen, beginning }: Drawing,
  ): Promise<void> {
    const { host, signal } = this.#options;
    this.#replayResizes(screen);
    const ahead = new ReadAhead({
      read: async (offset, reading) => {
        // Of a program that pours, no more than a frame shows is worth drawing.
        if (this.#isPouring) await new Promise<void>((resolve) => host.nextFrame(resolve));
        const maxBytes = Math.min(maxReadBytes, Math.max(leastReadBytes, this.#pace.bytesIn(aheadMs)));
        const output = await read({ offset, maxBytes, pour: this.#pour(screen) }, reading);
        this.#isPouring = output.skippedBytes > 0;
        return output;
      },
      offset: beginning.offset,
      signal,
    });
    try {
      for (;;) {
        const output = await ahead.next();
        if (output.bytes.length === 0) break;
        this.#receive(output);
        await this.#untilDrawn(this.#pace.bytesIn(unparsedMs));
      }
    } finally {
      ahead.close();
    }
    await this.#untilDrawn(0);
  }

  close(): void {
    this.#lane.close();
  }

  /** What of the output may be left out, by the screen as it is now. */
  #pour(screen: TerminalScreen): Wanted['pour'] {
    const lines = this.isReplaying ? null : screen.pourLines;
    return lines === null ? null : { shown: this.#place.drawn, lines };
  }

  #receive(output: Output): void {
    const parts = this.#place.receive(output);
    this.#advance(0);
    for (const part of parts) this.#lane.push(part);
  }

  /** So much more is in the screen. */
  #advance(bytes: number): void {
    if (this.#drawing === null) return;
    const { screen, keeper } = this.#drawing;
    const wasReplaying = this.isReplaying;
    keeper.skip(this.#place.draw(bytes));
    if (wasReplaying) this.#replayResizes(screen);
  }

  /** Takes on the size that the screen had where the output is now, and in the end that of its place. */
  #replayResizes(screen: TerminalScreen): void {
    const size = this.#place.takeSize();
    if (size !== undefined) screen.resize(size);
    if (!this.isReplaying) this.#options.onReplayed();
  }

  #draw(bytes: Uint8Array, done: () => void): void {
    if (this.#drawing === null) return;
    const { screen, keeper } = this.#drawing;
    this.#pace.hand(bytes.length);
    screen.write(bytes, () => {
      keeper.push(bytes);
      this.#advance(bytes.length);
      this.#pace.draw(bytes.length);
      this.#onDrawn?.();
      done();
    });
  }

  /** Resolves when at most so many bytes are not in the screen yet. */
  async #untilDrawn(mostBytes: number): Promise<void> {
    const isReached = () => this.#place.waitingBytes <= mostBytes;
    if (isReached()) return;
    const reached = new Deferred<void>();
    this.#onDrawn = () => {
      if (isReached()) reached.resolve();
    };
    try {
      await orAborted(reached.promise, this.#options.signal);
    } finally {
      this.#onDrawn = null;
    }
  }
}
