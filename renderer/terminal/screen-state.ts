import type { SerializeAddon } from '@xterm/addon-serialize';
import type { Terminal } from '@xterm/xterm';

/* oxlint-disable eslint/no-underscore-dangle -- The names are xterm's. */

type Charset = Readonly<Record<string, string | undefined>> | undefined;

/** What xterm 6.0.0 has inside, as far as it is needed. */
interface Insides {
  readonly _core?: {
    readonly buffers?: {
      readonly active: {
        readonly x: number;
        readonly y: number;
        readonly scrollTop: number;
        readonly scrollBottom: number;
      };
    };
    readonly coreService?: { readonly isCursorHidden: boolean };
    readonly coreMouseService?: { readonly activeEncoding: string };
    readonly _charsetService?: { readonly glevel: number; readonly _charsets: readonly Charset[] };
  };
}

/** How a set is told to be one of the four that text is taken from (ECMA-35, designation). */
const designators = ['(', ')', '*', '+'] as const;
/** How one of the four is chosen (ECMA-35, locking shifts). */
const shifts = ['\u000f', '\u000e', '\u001bn', '\u001bo'] as const;

/**
 * The screen as text that draws it again: with so many lines above it, and with what the serialize addon (0.14) leaves out. Those are the rows
 * that scroll, the character sets, a hidden cursor and how a mouse is told. A later xterm may hide them: then they are as on a new screen.
 */
export function screenState(terminal: Terminal, addon: SerializeAddon, scrollback: number): string {
  const core = (terminal as unknown as Insides)._core;
  return [
    addon.serialize({ scrollback }),
    scrolledRows(terminal, core?.buffers?.active),
    charsets(core?._charsetService),
    core?.coreService?.isCursorHidden === true ? '\u001b[?25l' : '',
    mouseEncoding(core?.coreMouseService?.activeEncoding),
  ].join('');
}

/** Both the region and the origin mode put the cursor in a corner: it is moved back from there. */
function scrolledRows(
  { rows, modes }: Terminal,
  active: { x: number; y: number; scrollTop: number; scrollBottom: number } | undefined,
): string {
  if (active === undefined) return '';
  const { x, y, scrollTop, scrollBottom } = active;
  const isWhole = scrollTop === 0 && scrollBottom === rows - 1;
  if (isWhole && !modes.originMode) return '';
  const row = modes.originMode ? y - scrollTop : y;
  return `${isWhole ? '' : `\u001b[${scrollTop + 1};${scrollBottom + 1}r`}\u001b[${row + 1};${x + 1}H`;
}

function charsets(service: { readonly glevel: number; readonly _charsets: readonly Charset[] } | undefined): string {
  if (service === undefined) return '';
  const designated = designators.map((designator, place) => {
    const name = charsetName(service._charsets[place]);
    return name === null ? '' : `\u001b${designator}${name}`;
  });
  return `${designated.join('')}${service.glevel === 0 ? '' : (shifts[service.glevel] ?? '')}`;
}

/** By a letter that only it has: lines to draw with, and the British pound. The national sets of old are not known. */
function charsetName(charset: Charset): string | null {
  if (charset?.['q'] === '\u2500') return '0';
  return charset?.['#'] === '£' && Object.keys(charset).length === 1 ? 'A' : null;
}

function mouseEncoding(name: string | undefined): string {
  if (name === 'SGR') return '\u001b[?1006h';
  return name === 'SGR_PIXELS' ? '\u001b[?1016h' : '';
}

/* oxlint-enable eslint/no-underscore-dangle */
