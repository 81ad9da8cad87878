/** A colour as red, green, blue from 0 to 255 and an opacity from 0 to 1. */
export interface Colour {
  r: number;
  g: number;
  b: number;
  a: number;
}

/** Reads `#rrggbb` or `#rrggbbaa`. */
export function parseColour(hex: string): Colour {
  const byte = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return { r: byte(1), g: byte(3), b: byte(5), a: hex.length > 7 ? byte(7) / 255 : 1 };
}

/** What is seen of a colour that lies over an opaque one. */
export function over(top: Colour, under: Colour): Colour {
  const mix = (a: number, b: number) => Math.round(a * top.a + b * (1 - top.a));
  return { r: mix(top.r, under.r), g: mix(top.g, under.g), b: mix(top.b, under.b), a: 1 };
}

/** The contrast ratio of WCAG 2.2 of two opaque colours, from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const light = Math.max(luminance(one), luminance(other));
  const dark = Math.min(luminance(one), luminance(other));
  return (light + 0.05) / (dark + 0.05);
}

function luminance({ r, g, b }: Colour): number {
  const linear = (byte: number) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** The colours of a theme's block of a style sheet, by name without the dashes. */
export function themeColours(css: string, theme: 'dark' | 'light'): ReadonlyMap<string, Colour> {
  const start = css.indexOf(`[data-theme='${theme}']`);
  const block = css.slice(css.indexOf('{', start), css.indexOf('\n}', start));
  const found = block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6}(?:[0-9a-f]{2})?);/gi);
  return new Map([...found].map(([, name = '', hex = '']) => [name, parseColour(hex)]));
}
