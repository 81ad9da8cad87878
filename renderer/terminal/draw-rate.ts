import type { Terminal } from '@xterm/xterm';

/** While output pours, so often is enough to see that it does; drawing each frame takes a third of what the page has. */
const floodFrameMs = 30;
/** More than this between two frames is nothing that a person reads. */
const floodBytes = 64 * 1024;

type Frames = Pick<Window, 'requestAnimationFrame' | 'cancelAnimationFrame'>;

/** The frames of a window for one terminal: every one of them, but fewer while it is flooded. */
export class DrawRate implements Frames {
  readonly #frames: Frames;
  readonly #asked = new Map<number, number>();
  #lastId = 0;
  #lastDrawMs = -Infinity;
  #bytes = 0;
  #isOver = false;

  constructor(frames: Frames) {
    this.#frames = frames;
  }

  /** So much was written since the last call. */
  count(bytes: number): void {
    this.#bytes += bytes;
  }

  readonly requestAnimationFrame = (callback: FrameRequestCallback): number => {
    const id = ++this.#lastId;
    const ask = (): void => {
      this.#asked.set(
        id,
        this.#frames.requestAnimationFrame((nowMs) => {
          const isThisFrame = nowMs === this.#lastDrawMs;
          if (!isThisFrame && this.#bytes > floodBytes && nowMs - this.#lastDrawMs < floodFrameMs) {
            ask();
            return;
          }
          this.#asked.delete(id);
          this.#lastDrawMs = nowMs;
          this.#bytes = 0;
          callback(nowMs);
        }),
      );
    };
    if (!this.#isOver) ask();
    return id;
  };

  readonly cancelAnimationFrame = (id: number): void => {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    this.#asked.delete(id);
    this.#frames.cancelAnimationFrame(asked);
  };

  /** Nothing is drawn any more: what was asked for would find a terminal that is gone. */
  end(): void {
    this.#isOver = true;
    for (const id of this.#asked.keys()) this.cancelAnimationFrame(id);
  }
}

/* oxlint-disable eslint/no-underscore-dangle -- The names are xterm's. */

/** What xterm 6.0.0 has inside, as far as it is needed. */
interface Insides {
  readonly _core?: {
    readonly _renderService?: { readonly _renderDebouncer?: { _coreBrowserService: { readonly window: Frames } } };
    /** Puts the field that takes the keys where the cursor is, for input methods; called for each move of it. */
    _syncTextArea?: () => void;
    /** Tells the scroll bar how much there is; called for each line. */
    readonly _viewport?: { _sync: (line?: number) => void };
    /** Tells the renderer, which writes its style sheet anew; called for each colour that a program sets. */
    readonly _themeService?: {
      readonly _onChangeColors: { fire: (colours: unknown) => void };
      readonly colors: unknown;
    };
  };
}

/**
 * Lets an opened terminal draw at this rate, and tell its surroundings once a frame. xterm has no way to say so, and its version is a fixed
 * one; without these insides it does more than it has to, and nothing else.
 */
export function drawAt(terminal: Terminal, rate: DrawRate): void {
  const core = (terminal as unknown as Insides)._core;
  const debouncer = core?._renderService?._renderDebouncer;
  if (debouncer !== undefined) debouncer._coreBrowserService = { window: rate };
  if (core?._syncTextArea !== undefined) core._syncTextArea = onceAFrame(core._syncTextArea.bind(core), rate);
  const theme = core?._themeService;
  if (theme !== undefined) {
    const { _onChangeColors: changes } = theme;
    const fire = changes.fire.bind(changes);
    changes.fire = onceAFrame(() => fire(theme.colors), rate);
  }
  const viewport = core?._viewport;
  if (viewport === undefined) return;
  const sync = viewport._sync.bind(viewport);
  const syncLater = onceAFrame(sync, rate);
  viewport._sync = (line) => (line === undefined ? syncLater() : sync(line));
}

function onceAFrame(act: () => void, rate: DrawRate): () => void {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    rate.requestAnimationFrame(() => {
      isAsked = false;
      act();
    });
  };
}

/* oxlint-enable eslint/no-underscore-dangle */
