import { FitAddon } from '@xterm/addon-fit';
import { type ISearchOptions, SearchAddon } from '@xterm/addon-search';
import { SerializeAddon } from '@xterm/addon-serialize';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import xtermCss from '@xterm/xterm/css/xterm.css?inline';
import { boundContent } from './bounded-content.ts';
import { BoundedWork } from './bounded-work.ts';
import { DrawRate, drawAt } from './draw-rate.ts';
import { hasGpu } from './gpu.ts';
import { pourLinesOf } from './pour-lines.ts';
import { screenState } from './screen-state.ts';
import { keepRepliesFrom } from './quiet-replies.ts';
import { addStyleSheet, allowLetterColours, withSheetElements } from './style-sheets.ts';
import { type InputKind, listenForInput } from './terminal-input.ts';
import { readMatchColours, readTheme } from './terminal-theme.ts';
import { WholeCharacters } from './whole-characters.ts';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** What the person chose of its looks. */
export interface ScreenLooks {
  readonly fontSizePx: number;
  readonly scrollbackLines: number;
  readonly isScreenReaderOn: boolean;
}

/** What happens in a screen. */
export interface ScreenEvents {
  readonly onInput: (bytes: Uint8Array, kind: InputKind) => void;
  readonly onTitle: (title: string) => void;
  readonly onBell: () => void;
  /** A link was clicked; what it says is the program's. */
  readonly onLink: (text: string) => void;
  /** A program wants a text on the clipboard; it never gets to read it. */
  readonly onClipboard: (base64: string) => void;
  /** `index` is -1 when there are too many to count along. */
  readonly onMatches: (index: number, count: number) => void;
  /** What is written now was shown before by another view. */
  readonly isReplaying: () => boolean;
}

export interface FindOptions {
  readonly isCaseSensitive: boolean;
  readonly isRegex: boolean;
}

/** A place that is being folded away or has no layout yet; fitting into it would wrap every line for ever. */
const leastPlacePx = 40;

const fontFamily = "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, 'Cascadia Mono', Menlo, monospace";
/** 20 px for 12.5 px letters, as the design has it. */
const lineHeight = 1.2;
/** So many lines above the screen are kept for the next view. */
const keptLines = { atRest: 1000, whileBusy: 100 } as const;
/** Of a text: xterm pauses between two writes only. */
const pieceLength = 32 * 1024;

let hasStyles = false;

/** xterm with all that belongs to it: what is shown of one terminal. It is no part of React and outlives its place on the page. */
export class TerminalScreen {
  /** Moved to wherever the screen is shown. */
  readonly element: HTMLDivElement;
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon({ highlightLimit: 5000 });
  readonly #serialize = new SerializeAddon();
  readonly #events: ScreenEvents;
  readonly #rate = new DrawRate(window);
  readonly #characters = new WholeCharacters();
  readonly #work = new BoundedWork(() => performance.now());
  #isOpen = false;
  #isFinding = false;

  constructor(document: Document, size: ScreenSize, looks: ScreenLooks, events: ScreenEvents) {
    this.#events = events;
    this.element = document.createElement('div');
    this.element.dataset['terminal'] = '';
    this.#terminal = new Terminal({
      // Unicode 11's widths, the search's marks and the parser's hooks are still called proposals.
      allowProposedApi: true,
      cols: size.columns,
      rows: size.rows,
      fontFamily,
      lineHeight,
      minimumContrastRatio: 4.5,
      macOptionIsMeta: true,
      // A blinking cursor keeps frames coming, and after a key Chromium (126 and newer) lets no answer in before the next frame of those:
      // what was typed would be seen one frame later.
      cursorBlink: false,
      rescaleOverlappingGlyphs: true,
      linkHandler: { activate: (_event, text) => events.onLink(text), allowNonHttpProtocols: false },
      theme: readTheme(document.documentElement),
      ...toOptions(looks),
    });
    this.#listen();
  }

  #listen(): void {
    const terminal = this.#terminal;
    const { onInput, onTitle, onBell, onLink, onClipboard, onMatches, isReplaying } = this.#events;
    terminal.loadAddon(this.#fit);
    terminal.loadAddon(this.#search);
    terminal.loadAddon(this.#serialize);
    terminal.loadAddon(new Unicode11Addon());
    terminal.loadAddon(new WebLinksAddon((_event, text) => onLink(text)));
    terminal.unicode.activeVersion = '11';
    listenForInput(terminal, onInput);
    terminal.onTitleChange(onTitle);
    terminal.onBell(() => {
      if (!isReplaying()) onBell();
    });
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) => onMatches(resultIndex, resultCount));
    terminal.parser.registerOscHandler(52, (data) => {
      const [, content = ''] = data.split(';', 2);
      if (content !== '?' && !isReplaying()) onClipboard(content);
      return true;
    });
    keepRepliesFrom(terminal, isReplaying);
    terminal.loadAddon(this.#work);
    boundContent(terminal);
  }

  /** Draws it for the first time; its element must be on the page. */
  open(inputLabel: string): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const { ownerDocument } = this.element;
    if (!hasStyles) addStyleSheet(ownerDocument, xtermCss);
    hasStyles = true;
    withSheetElements(ownerDocument, () => this.#terminal.open(this.element));
    drawAt(this.#terminal, this.#rate);
    allowLetterColours(this.#terminal);
    this.#terminal.textarea?.setAttribute('aria-label', inputLabel);
    if (hasGpu(ownerDocument)) void this.#drawByGpu();
  }

  async #drawByGpu(): Promise<void> {
    const { WebglAddon } = await import('@xterm/addon-webgl');
    const webgl = new WebglAddon();
    // The computer slept, or too many terminals share the card: the page draws by itself from then on.
    webgl.onContextLoss(() => withSheetElements(this.element.ownerDocument, () => webgl.dispose()));
    try {
      this.#terminal.loadAddon(webgl);
    } catch {
      // A card that promises WebGL and does not keep it: the page's own drawing is in place already.
      withSheetElements(this.element.ownerDocument, () => webgl.dispose());
    }
  }

  get size(): ScreenSize {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** So many more lines push out all that it holds; null where every line counts. */
  get pourLines(): number | null {
    return this.#work.isWithinWrite ? null : pourLinesOf(this.#terminal);
  }

  /** `done` is called when it is in the screen, but for the beginning of a character at its end. */
  write(data: Uint8Array | string, done: () => void): void {
    this.#rate.count(data.length);
    const end = () => {
      this.#work.endWrite();
      done();
    };
    if (typeof data !== 'string') {
      this.#terminal.write(this.#characters.take(data), end);
      return;
    }
    for (let at = 0; at < data.length; at += pieceLength) this.#terminal.write(data.slice(at, at + pieceLength));
    this.#terminal.write('', end);
  }

  /** An empty screen of that size. */
  async reset(size: ScreenSize): Promise<void> {
    // Breaks off a sequence that was cut where the former output ended.
    await new Promise<void>((resolve) => {
      this.#terminal.write('\u0018', resolve);
    });
    this.#characters.reset();
    this.#terminal.reset();
    this.#terminal.resize(size.columns, size.rows);
  }

  resize({ columns, rows }: ScreenSize): void {
    this.#terminal.resize(columns, rows);
  }

  /** Fills the place that it is shown in; answers whether its size is another one now. */
  fit(): boolean {
    const { clientWidth, clientHeight } = this.element;
    if (!this.#isOpen || clientWidth < leastPlacePx || clientHeight < leastPlacePx) return false;
    const before = this.size;
    const proposed = this.#fit.proposeDimensions();
    if (proposed === undefined || Number.isNaN(proposed.cols) || Number.isNaN(proposed.rows)) return false;
    const columns = Math.min(1000, Math.max(2, proposed.cols));
    const rows = Math.min(1000, Math.max(1, proposed.rows));
    if (columns === before.columns && rows === before.rows) return false;
    this.#terminal.resize(columns, rows);
    return true;
  }

  /** The screen as text that draws it again, with the last lines above it; null while it shows a part of a write. */
  snapshot(when: keyof typeof keptLines): string | null {
    return this.#work.isWithinWrite ? null : screenState(this.#terminal, this.#serialize, keptLines[when]);
  }

  change(looks: ScreenLooks): void {
    Object.assign(this.#terminal.options, toOptions(looks));
  }

  /** Takes on the page's colours of now. */
  repaint(): void {
    const root = this.element.ownerDocument.documentElement;
    const theme = readTheme(root);
    // What a search is at is selected, while the focus is in its field.
    if (this.#isFinding) theme.selectionInactiveBackground = readMatchColours(root).active;
    this.#terminal.options.theme = theme;
  }

  focus(): void {
    this.#terminal.focus();
  }

  blur(): void {
    this.#terminal.blur();
  }

  get selection(): string {
    return this.#terminal.getSelection();
  }

  selectAll(): void {
    this.#terminal.selectAll();
  }

  clearSelection(): void {
    this.#terminal.clearSelection();
  }

  /** Forgets everything but the line with the cursor. */
  clear(): void {
    this.#terminal.clear();
  }

  /** The program wants to know what is pasted from what is typed: it will not run it by itself. */
  get isPasteBracketed(): boolean {
    return this.#terminal.modes.bracketedPasteMode;
  }

  paste(text: string): void {
    this.#terminal.paste(text);
  }

  /** Marks all places and goes to the next, or stays at the one it is at while the text is typed. Throws for a broken expression. */
  find(text: string, { isCaseSensitive, isRegex }: FindOptions, direction: 'next' | 'previous' | 'typing'): void {
    if (!this.#isFinding) {
      this.#isFinding = true;
      this.repaint();
    }
    const { match, active } = readMatchColours(this.element.ownerDocument.documentElement);
    const options: ISearchOptions = {
      caseSensitive: isCaseSensitive,
      regex: isRegex,
      incremental: direction === 'typing',
      decorations: {
        matchBackground: match,
        matchOverviewRuler: match,
        activeMatchBackground: active,
        activeMatchColorOverviewRuler: active,
      },
    };
    if (direction === 'previous') this.#search.findPrevious(text, options);
    else this.#search.findNext(text, options);
  }

  endFind(): void {
    this.#search.clearDecorations();
    this.#isFinding = false;
    this.repaint();
  }

  /** `decide` says of each key whether it goes on to the program. */
  filterKeys(decide: (event: KeyboardEvent) => boolean): void {
    this.#terminal.attachCustomKeyEventHandler(decide);
  }

  dispose(): void {
    this.#rate.end();
    this.#terminal.dispose();
    this.element.remove();
  }
}

function toOptions({ fontSizePx, scrollbackLines, isScreenReaderOn }: ScreenLooks) {
  return { fontSize: fontSizePx, scrollback: scrollbackLines, screenReaderMode: isScreenReaderOn };
}
