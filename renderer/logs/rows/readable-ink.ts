import type { Ink, TextStyle } from './ansi.ts';

type Colour = readonly [red: number, green: number, blue: number];

/**
 * Relative luminance (WCAG 2.2) of the background of a log in each theme: `--bg-inset`, and the
 * current row on it.
 */
const grounds = { dark: 0.012, light: 0.87 } as const;
/** WCAG requires 4.5; the margin is for hovered rows. */
const leastContrast = 4.6;

/** CSS values for both themes: `--ink-dark`, `--ink-light`, and the same for the ground. */
export type InkVariables = Readonly<Record<`--${'ink' | 'ground'}-${'dark' | 'light'}`, string>>;

/** How a style is drawn: class names of `log-text.module.css`, and colours as variables. */
export interface DrawnStyle {
  readonly classes: readonly ('bold' | 'dim' | 'italic' | 'underline' | 'ink' | 'ground')[];
  readonly variables: Partial<InkVariables>;
}

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** Converts a style to colours that are readable in both themes. */
export function drawStyle(style: TextStyle): DrawnStyle {
  const classes: DrawnStyle['classes'][number][] = [];
  if (style.bold) classes.push('bold');
  if (style.italic) classes.push('italic');
  if (style.underline) classes.push('underline');
  const ink = style.inverse ? style.ground : style.ink;
  const ground = style.inverse ? (style.ink ?? 'text') : style.ground;
  // A dimmed colour would be unreadable: only plain text is dimmed.
  if (style.dim && ink === null && ground === null) classes.push('dim');
  const variables: Record<string, string> = {};
  if (ground !== null) {
    classes.push('ground', 'ink');
    for (const theme of ['dark', 'light'] as const) {
      const [under, over] = onGround(ground, ink);
      variables[`--ground-${theme}`] = under;
      variables[`--ink-${theme}`] = over;
    }
  } else if (ink !== null) {
    classes.push('ink');
    for (const theme of ['dark', 'light'] as const) variables[`--ink-${theme}`] = toInk(ink, theme);
  }
  return { classes, variables };
}

/**
 * The sixteen inks are tokens that are readable on the log's ground. As grounds they take its
 * colour as ink.
 */
function onGround(ground: Ink | 'text', ink: Ink | null): [ground: string, ink: string] {
  if (ground === 'text') return ['var(--term-fg)', 'var(--bg-inset)'];
  if (typeof ground === 'number') return [toToken(ground), 'var(--bg-inset)'];
  const luminance = toLuminance(ground);
  const wanted: Colour = typeof ink === 'object' && ink !== null ? ink : luminance > 0.18 ? [0, 0, 0] : [255, 255, 255];
  return [toCss(ground), toCss(readableOn(wanted, luminance))];
}

function toInk(ink: Ink, theme: 'dark' | 'light'): string {
  return typeof ink === 'number' ? toToken(ink) : toCss(readableOn(ink, grounds[theme]));
}

/** Black is drawn as bright black: it would be invisible on a dark ground. */
function toToken(ink: number): string {
  const name = names[ink % 8] ?? 'white';
  return ink >= 8 || name === 'black' ? `var(--term-bright-${name})` : `var(--term-${name})`;
}

/** Lightens or darkens a colour until it is readable on a ground of this luminance. */
export function readableOn(colour: Colour, groundLuminance: number): Colour {
  if (contrast(toLuminance(colour), groundLuminance) >= leastContrast) return colour;
  const end: Colour = contrast(1, groundLuminance) >= contrast(0, groundLuminance) ? [255, 255, 255] : [0, 0, 0];
  let little = 0;
  let much = 1;
  for (let step = 0; step < 8; step += 1) {
    const middle = (little + much) / 2;
    if (contrast(toLuminance(mix(colour, end, middle)), groundLuminance) >= leastContrast) much = middle;
    else little = middle;
  }
  return mix(colour, end, much);
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const at = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return [at(0), at(1), at(2)];
}

/** Relative luminance, WCAG 2.2. */
export function toLuminance([red, green, blue]: Colour): number {
  const linear = (byte: number) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Contrast ratio of two luminances, WCAG 2.2. */
export function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function toCss([red, green, blue]: Colour): string {
  return `rgb(${red} ${green} ${blue})`;
}
