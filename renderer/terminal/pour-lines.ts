import type { Terminal } from '@xterm/xterm';

/** No screen has more; one that is resized meanwhile has no more either. */
const mostRows = 1000;

/* oxlint-disable eslint/no-underscore-dangle -- The names are xterm's. */

/** What xterm 6.0.0 has inside, as far as it is needed. */
interface Insides {
  readonly _core?: {
    readonly buffers?: { readonly active: { readonly scrollTop: number; readonly scrollBottom: number } };
  };
}

/**
 * So many more lines push out all that is on this screen and above it, whatever it shows now: of a program that pours, what comes before
 * them need not be drawn. Null where every line counts. On a screen that does not scroll as a whole, lines stay. Who has scrolled up or has
 * selected something looks at lines of now, and sees them go only as fast as they come; a screen reader is told of each.
 */
export function pourLinesOf(terminal: Terminal): number | null {
  const { buffer, options, rows } = terminal;
  const region = (terminal as unknown as Insides)._core?.buffers?.active;
  // A later xterm may hide it: then all is drawn.
  if (region === undefined || region.scrollTop !== 0 || region.scrollBottom !== rows - 1) return null;
  if (buffer.active.type !== 'normal' || buffer.active.viewportY !== buffer.active.baseY) return null;
  if (terminal.hasSelection() || options.screenReaderMode === true) return null;
  // The first lines may only move the cursor down to the last row; the others each push one out.
  return (options.scrollback ?? 0) + 2 * mostRows;
}

/* oxlint-enable eslint/no-underscore-dangle */
