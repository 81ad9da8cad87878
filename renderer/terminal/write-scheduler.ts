/** A terminal as the scheduler sees it. */
export interface Writer {
  /** Draws up the bytes some time later; `done` is called when they are. */
  readonly write: (bytes: Uint8Array, done: () => void) => void;
  /** Somebody looks at it. */
  readonly isVisible: () => boolean;
}

/** One terminal's way through the scheduler. */
export interface Lane {
  /** Takes output in; it is drawn up in order. */
  readonly push: (bytes: Uint8Array) => void;
  /** Forgets what waits; resolves when nothing of this lane is being drawn up any more. */
  readonly drop: () => Promise<void>;
  /** Forgets the lane. */
  readonly close: () => void;
}

interface WriteSchedulerOptions {
  /** Calls back at the next frame, soon after when no frames are drawn. `nowMs` is the frame's time; null without frames. */
  readonly nextFrame: (callback: (nowMs: number | null) => void) => void;
}

/** One millisecond or two of parsing. */
const sliceBytes = 32 * 1024;
/** A terminal that is alone holds so much: its own parser pauses after 12 ms, and must find something when it goes on. */
const aloneBytes = 256 * 1024;

/**
 * What a frame may take when several flood: down by a quarter with each late frame, up in small steps with the others. In steps of a tenth,
 * every fourth frame was one too many.
 */
const leastFrameBytes = 32 * 1024;
const stepBytes = 1024;
const mostFrameBytes = 512 * 1024;
const firstFrameBytes = 128 * 1024;
/** A frame of 60 Hz with some slack; one that took longer was given too much. */
const lateFrameMs = 19;

interface LaneState {
  readonly writer: Writer;
  readonly waiting: Uint8Array[];
  /** Handed to the terminal and not drawn up yet. */
  handedBytes: number;
  readonly onIdle: Set<() => void>;
}

/**
 * Shares the page's one thread among terminals. One that floods alone goes at full speed; several take turns, slice by slice, within what a
 * frame allows, those in view twice as often, so that the page stays smooth however many flood.
 */
export class WriteScheduler {
  readonly #options: WriteSchedulerOptions;
  /** In the order of their turns. */
  #lanes: LaneState[] = [];
  #frameBytes = firstFrameBytes;
  /** What is left of this frame's. */
  #leftBytes = firstFrameBytes;
  #isAwaitingFrame = false;
  #lastFrameMs: number | null = null;
  #turn = 0;

  constructor(options: WriteSchedulerOptions) {
    this.#options = options;
  }

  open(writer: Writer): Lane {
    const lane: LaneState = { writer, waiting: [], handedBytes: 0, onIdle: new Set() };
    this.#lanes.push(lane);
    return {
      push: (bytes) => {
        if (bytes.length === 0) return;
        lane.waiting.push(bytes);
        this.#pump();
      },
      drop: async () => {
        lane.waiting.length = 0;
        if (lane.handedBytes === 0) return;
        await new Promise<void>((resolve) => {
          lane.onIdle.add(resolve);
        });
      },
      close: () => {
        lane.waiting.length = 0;
        this.#lanes = this.#lanes.filter((other) => other !== lane);
      },
    };
  }

  #pump(): void {
    const busy = this.#lanes.filter(isBusy);
    const [first] = busy;
    if (first === undefined) return;
    if (busy.length === 1) {
      while (first.waiting.length > 0 && first.handedBytes < aloneBytes) this.#hand(first);
      return;
    }
    while (this.#leftBytes > 0) {
      const next = this.#nextLane();
      if (next === undefined) break;
      this.#leftBytes -= this.#hand(next);
    }
    this.#awaitFrame();
  }

  /** The lane whose turn it is; two of three turns belong to those in view, while they have something to draw. */
  #nextLane(): LaneState | undefined {
    // One slice at a time: what was handed over cannot be taken back when another terminal needs the thread.
    const ready = this.#lanes.filter((lane) => lane.waiting.length > 0 && lane.handedBytes === 0);
    const wantsVisible = this.#turn % 3 !== 2;
    const next = ready.find(({ writer }) => writer.isVisible() === wantsVisible) ?? ready[0];
    if (next === undefined) return undefined;
    this.#turn += 1;
    // To the end of the queue: all others come before its next turn.
    this.#lanes = [...this.#lanes.filter((lane) => lane !== next), next];
    return next;
  }

  /** Hands the next slice over; answers how long it is. */
  #hand(lane: LaneState): number {
    const [chunk] = lane.waiting;
    if (chunk === undefined) return 0;
    const slice = chunk.subarray(0, sliceBytes);
    if (slice.length === chunk.length) lane.waiting.shift();
    else lane.waiting[0] = chunk.subarray(sliceBytes);
    const { length } = slice;
    lane.handedBytes += length;
    lane.writer.write(slice, () => {
      lane.handedBytes -= length;
      if (lane.handedBytes === 0) {
        for (const resolve of lane.onIdle) resolve();
        lane.onIdle.clear();
      }
      this.#pump();
    });
    return length;
  }

  #awaitFrame(): void {
    if (this.#isAwaitingFrame) return;
    this.#isAwaitingFrame = true;
    this.#options.nextFrame((nowMs) => {
      this.#isAwaitingFrame = false;
      this.#adapt(nowMs);
      this.#leftBytes = this.#frameBytes;
      this.#pump();
      if (!this.#isAwaitingFrame) this.#lastFrameMs = null;
    });
  }

  #adapt(nowMs: number | null): void {
    if (nowMs !== null && this.#lastFrameMs !== null) {
      const isLate = nowMs - this.#lastFrameMs > lateFrameMs;
      const wanted = isLate ? this.#frameBytes * 0.75 : this.#frameBytes + stepBytes;
      this.#frameBytes = Math.round(Math.min(mostFrameBytes, Math.max(leastFrameBytes, wanted)));
    }
    this.#lastFrameMs = nowMs;
  }
}

function isBusy({ waiting, handedBytes }: LaneState): boolean {
  return waiting.length > 0 || handedBytes > 0;
}

/** While the page is in the background it draws no frames, and what runs in a terminal must go on. */
const hiddenFrameMs = 50;

/** The frames of a window, for the scheduler. */
export function windowFrames(window: Window): WriteSchedulerOptions['nextFrame'] {
  return (callback) => {
    const { document } = window;
    let isOver = false;
    const end = (nowMs: number | null) => {
      if (isOver) return;
      isOver = true;
      window.cancelAnimationFrame(frame);
      window.clearTimeout(timer);
      callback(nowMs);
    };
    const frame = window.requestAnimationFrame((nowMs) => end(nowMs));
    const timer = window.setTimeout(() => end(null), document.visibilityState === 'visible' ? 250 : hiddenFrameMs);
  };
}
