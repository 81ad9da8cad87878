import type { Terminal } from '@xterm/xterm';

/** Colours that one sequence sets or resets; all 256 with a name of any form take 6 KiB. */
const longestColours = 16 * 1024;
/** A link's address and id together. */
const longestLink = 8 * 1024;
/** xterm keeps a mark in the screen for each, and looks at all of them for each line that it drops. */
const mostLinks = 10_000;
/** Of one link. */
const mostLinkLines = 1000;
/** A letter and its combining marks, in UTF-16 units. Browsers take minutes to draw a letter with 100,000 marks. */
const longestCell = 16;

/* oxlint-disable eslint/no-underscore-dangle -- The names are xterm's. */

interface Link {
  readonly lines: readonly { readonly line: number }[];
}
interface Cells {
  getString(column: number): string;
  addCodepointToCell: (this: Cells, column: number, codePoint: number, width: number) => void;
}

/** What xterm 6.0.0 has inside, as far as it is needed. */
interface Insides {
  readonly _core: {
    readonly buffers: { readonly active: { readonly lines: { get(at: number): Cells } } };
    readonly _oscLinkService: {
      readonly _dataByLinkId: ReadonlyMap<number, Link>;
      registerLink(link: { readonly id?: string | undefined; readonly uri: string }): number;
      addLineToLink(link: number, line: number): void;
    };
  };
}

/**
 * Bounds what a program can put into a terminal beside its lines: links, marks on a letter, lists of colours. In xterm 6.0.0 they grow
 * without end, and the time that they take grows with their square.
 */
export function boundContent(terminal: Terminal): void {
  const { buffers, _oscLinkService: links } = (terminal as unknown as Insides)._core;
  boundLinks(links);
  boundMarks(Object.getPrototypeOf(buffers.active.lines.get(0)) as Cells);
  for (const code of [4, 104]) terminal.parser.registerOscHandler(code, (data) => data.length > longestColours);
}

function boundLinks(links: Insides['_core']['_oscLinkService']): void {
  const registerLink = links.registerLink.bind(links);
  const addLineToLink = links.addLineToLink.bind(links);
  links.registerLink = (link) => {
    const isTooMuch = (link.id ?? '').length + link.uri.length > longestLink || links._dataByLinkId.size >= mostLinks;
    // No link: its text is text.
    return isTooMuch ? 0 : registerLink(link);
  };
  links.addLineToLink = (link, line) => {
    const lines = links._dataByLinkId.get(link)?.lines ?? [];
    // Called for each character; xterm compares the line with all lines of the link.
    if (lines.length < mostLinkLines && lines.at(-1)?.line !== line) addLineToLink(link, line);
  };
}

const isBounded = Symbol('isBounded');

/** All lines of all terminals share their methods. */
function boundMarks(cells: Cells & { [isBounded]?: true }): void {
  if (cells[isBounded] === true) return;
  cells[isBounded] = true;
  const { addCodepointToCell } = cells;
  cells.addCodepointToCell = function add(column, codePoint, width) {
    if (this.getString(column).length < longestCell) addCodepointToCell.call(this, column, codePoint, width);
  };
}

/* oxlint-enable eslint/no-underscore-dangle */
