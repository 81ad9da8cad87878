import type { ITerminalAddon, Terminal } from '@xterm/xterm';

/** xterm pauses between two writes when they took so long; the same is kept within a write. */
const stretchMs = 12;
/** A count up to this is left to xterm as a whole: less than a millisecond. */
const leastRepeat = 4096;

/** As xterm has them: numbers of at most 2,147,483,647, which its handlers read afterwards. */
interface Parameters {
  readonly params: Int32Array;
}
type CsiHandler = (parameters: Parameters) => boolean | Promise<boolean>;

/* oxlint-disable eslint/no-underscore-dangle -- The names are xterm's. */

/** What xterm 6.0.0 has inside, as far as it is needed. Unlike the public hooks, these get the numbers themselves. */
interface Core {
  registerCsiHandler(id: { readonly prefix?: string; readonly final: string }, handler: CsiHandler): unknown;
  readonly buffers: {
    readonly active: {
      x: number;
      readonly y: number;
      /** `maxLength` counts the lines of the screen and its scrollback. */
      readonly lines: { readonly maxLength: number; get(at: number): object | undefined };
    };
  };
  readonly _inputHandler: {
    repeatPrecedingCharacter(parameters: Parameters): boolean;
    eraseInDisplay(parameters: Parameters, isSelective: boolean): boolean;
    eraseInLine(parameters: Parameters, isSelective: boolean): boolean;
    /** Warns of each pause that takes five seconds, by a timer for each. */
    _logSlowResolvingAsync(pause: Promise<boolean>): void;
  };
}

/** Their work grows with the count: insert, delete and scroll lines. From the height of the screen on, each result is the same. */
const countsRows = ['L', 'M', 'S', 'T'] as const;
/** Tabs forward and backward. From the width of the screen on, each result is the same. */
const countsColumns = ['I', 'Z'] as const;
/** Their work grows with the screen: erase, move columns, change to the other screen. */
const wholeScreen = [
  { final: 'J' },
  { prefix: '?', final: 'J' },
  { intermediates: ' ', final: '@' },
  { intermediates: ' ', final: 'A' },
  { intermediates: "'", final: '}' },
  { intermediates: "'", final: '~' },
  { prefix: '?', final: 'h' },
  { prefix: '?', final: 'l' },
] as const;
/** Reset, and fill the screen with a letter. */
const wholeScreenEscapes = [{ final: 'c' }, { intermediates: '#', final: '8' }] as const;

/**
 * Keeps what a program prints from holding the page: xterm 6.0.0 counts to any number that it is given, and never pauses within a write.
 * The screen comes out as xterm's own does.
 */
export class BoundedWork implements ITerminalAddon {
  readonly #nowMs: () => number;
  #begunMs: number | null = null;
  #isPaused = false;
  #isDisposed = false;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Whether the screen shows a part of a write: it paused, and its end has not come yet. */
  get isWithinWrite(): boolean {
    return this.#isPaused;
  }

  /** A write is in the screen as a whole. */
  endWrite(): void {
    this.#isPaused = false;
  }

  /** Other addons and hooks come before or after it; each sequence passes through all of them. */
  activate(terminal: Terminal): void {
    const core = (terminal as unknown as { readonly _core: Core })._core;
    core._inputHandler._logSlowResolvingAsync = () => {};
    const bound = (finals: readonly string[], most: () => number) => {
      for (const final of finals) core.registerCsiHandler({ final }, ({ params }) => clampCount(params, most()));
    };
    bound(countsRows, () => terminal.rows);
    bound(countsColumns, () => terminal.cols);
    core.registerCsiHandler({ final: 'b' }, (parameters) => this.#repeat(core, terminal.cols, parameters));
    for (const prefix of ['', '?'])
      core.registerCsiHandler({ prefix, final: 'J' }, (parameters) =>
        eraseFromLastColumn(core, terminal.cols, parameters, prefix === '?'),
      );
    // What is registered last is asked first: a pause comes before the work.
    for (const final of [...countsRows, 'b']) terminal.parser.registerCsiHandler({ final }, this.#pause);
    for (const id of wholeScreen) terminal.parser.registerCsiHandler(id, this.#pause);
    for (const id of wholeScreenEscapes) terminal.parser.registerEscHandler(id, this.#pause);
  }

  dispose(): void {
    this.#isDisposed = true;
  }

  /** Leaves the sequence to the next handler, at once or in another stretch: xterm goes on in a new task when its own time is up. */
  readonly #pause = (): boolean | Promise<boolean> => {
    if (!this.#isStretchOver()) return false;
    this.#isPaused = true;
    return Promise.resolve(false);
  };

  #isStretchOver(): boolean {
    const nowMs = this.#nowMs();
    if (this.#begunMs === null) {
      this.#begunMs = nowMs;
      // Runs when xterm returns to the page.
      queueMicrotask(() => {
        this.#begunMs = null;
      });
    }
    return nowMs - this.#begunMs >= stretchMs;
  }

  /** Repeats the last character in pieces; the cursor ends where it would after all of them. */
  #repeat(core: Core, columns: number, { params }: Parameters): boolean | Promise<boolean> {
    clampCount(params, mostRepeats(params[0] ?? 0, columns, core.buffers.active.lines.maxLength));
    let left = params[0] ?? 0;
    if (left <= leastRepeat) return false;
    const isDone = () => {
      while (left > 0 && !this.#isDisposed) {
        params[0] = Math.min(left, leastRepeat);
        left -= params[0];
        core._inputHandler.repeatPrecedingCharacter({ params });
        if (this.#isStretchOver()) return false;
      }
      return true;
    };
    if (isDone()) return true;
    this.#isPaused = true;
    return finish(isDone);
  }
}

/** Answers that the sequence goes on to the next handler. */
function clampCount(params: Int32Array, most: number): false {
  params[0] = Math.min(params[0] ?? 0, most);
  return false;
}

/**
 * So many repetitions give the same screen as `count`. After as many lines as there can be, twice (they fill all, then push all out of a
 * view that was scrolled up), each further line is the same again; a line holds `columns` narrow or half as many wide characters.
 */
function mostRepeats(count: number, columns: number, mostLines: number): number {
  const enough = 2 * (mostLines + 1) * columns;
  const wholeLines = columns * Math.floor(columns / 2);
  return count <= enough ? count : enough + ((count - enough) % wholeLines);
}

async function finish(isDone: () => boolean): Promise<boolean> {
  do {
    await new Promise<void>((resolve) => {
      setTimeout(resolve);
    });
  } while (!isDone());
  return true;
}

/**
 * Erases all before a cursor in the last column. xterm 6.0.0 looks for a line below it, and throws where there is none; the terminal
 * takes in nothing after that.
 */
function eraseFromLastColumn(core: Core, columns: number, { params }: Parameters, isSelective: boolean): boolean {
  const { active } = core.buffers;
  const { x, y, lines } = active;
  if (params[0] !== 1 || x + 1 < columns || lines.get(y + 1) !== undefined) return false;
  core._inputHandler.eraseInLine({ params: Int32Array.of(2) }, isSelective);
  active.x = columns - 2;
  core._inputHandler.eraseInDisplay({ params }, isSelective);
  active.x = x;
  return true;
}

/* oxlint-enable eslint/no-underscore-dangle */
