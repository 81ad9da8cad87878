import type { ITheme } from '@xterm/xterm';

const inks = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

type Ink = (typeof inks)[number];
const bright = (ink: Ink) => `bright${ink.charAt(0).toUpperCase()}${ink.slice(1)}` as `bright${Capitalize<Ink>}`;

/** The page's colours of the moment, as xterm takes them. */
export function readTheme(element: Element): ITheme {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const theme: ITheme = {
    background: token('bg-inset'),
    foreground: token('term-fg'),
    cursor: token('term-cursor'),
    cursorAccent: token('bg-inset'),
    selectionBackground: token('term-selection'),
    selectionInactiveBackground: token('term-selection-idle'),
    scrollbarSliderBackground: token('line'),
    scrollbarSliderHoverBackground: token('line-strong'),
    scrollbarSliderActiveBackground: token('line-strong'),
  };
  for (const ink of inks) {
    theme[ink] = token(`term-${ink}`);
    theme[bright(ink)] = token(`term-bright-${ink}`);
  }
  return theme;
}

/** The colours of what a search found. */
export function readMatchColours(element: Element): { match: string; active: string } {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return { match: token('term-match'), active: token('term-match-active') };
}
