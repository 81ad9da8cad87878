import { describe, expect, test } from 'vitest';
import css from './tokens.css?raw';
import { contrast, over, parseColour, themeColours } from './test/contrast.ts';

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for what is not text. */
const textFloor = 4.5;
const shapeFloor = 3;

const surfaces = ['bg-canvas', 'bg-surface', 'bg-raised', 'bg-overlay', 'bg-inset', 'bg-field'];
const washes = ['bg-hover', 'bg-chip', 'accent-soft'];
const inks = ['fg', 'fg-2', 'fg-3', 'accent-fg', 'ok', 'warn', 'bad', 'busy', 'idle'];
const codeInks = ['code-fg', 'code-dim', 'code-key', 'code-str', 'code-num'];
const shapes = ['line-control', 'accent-line', 'chart-line', 'chart-limit', 'ok-mark', 'warn-mark', 'bad-mark'];
const solids = ['accent', 'accent-hover', 'accent-press', 'bad-solid', 'bad-solid-hover'];

test('the formula gives what the standard says', () => {
  expect(contrast(parseColour('#000000'), parseColour('#ffffff'))).toBeCloseTo(21, 5);
  expect(contrast(parseColour('#777777'), parseColour('#ffffff'))).toBeCloseTo(4.48, 2);
});

describe.each(['dark', 'light'] as const)('%s', (theme) => {
  const colours = themeColours(css, theme);
  const colour = (name: string) => {
    const found = colours.get(name);
    if (found === undefined) throw new Error(`tokens.css has no --${name} in the ${theme} theme`);
    return found;
  };
  const weak = (pairs: readonly (readonly [string, string, string?])[], floor: number) =>
    pairs.flatMap(([ink, surface, wash]) => {
      const ground = wash === undefined ? colour(surface) : over(colour(wash), colour(surface));
      const ratio = contrast(colour(ink), ground);
      return ratio < floor ? [`${ink} on ${wash ?? ''} ${surface}: ${ratio.toFixed(2)}`] : [];
    });

  test('text is legible on every surface', () => {
    const pairs = surfaces.flatMap((surface) => [...inks, ...codeInks].map((ink) => [ink, surface] as const));
    expect(weak(pairs, textFloor)).toEqual([]);
  });

  test('text is legible on rows that are hovered or selected, and on chips', () => {
    const pairs = surfaces.flatMap((surface) =>
      washes.flatMap((wash) => inks.slice(0, 7).map((ink) => [ink, surface, wash] as const)),
    );
    expect(weak(pairs, textFloor)).toEqual([]);
  });

  test('pills and callouts are legible', () => {
    const pairs = surfaces.flatMap((surface) =>
      ['ok', 'warn', 'bad'].flatMap((tone) => [
        [tone, surface, `${tone}-soft`] as const,
        ['fg', surface, `${tone}-soft`] as const,
        ['fg-2', surface, `${tone}-soft`] as const,
      ]),
    );
    expect(weak(pairs, textFloor)).toEqual([]);
  });

  test('solid buttons and search matches are legible', () => {
    const pairs = solids.map((solid) => ['fg-on-solid', solid] as const);
    expect(weak([...pairs, ['fg', 'bg-inset', 'mark'], ['mark-active-fg', 'mark-active']], textFloor)).toEqual([]);
  });

  test('what programs print in a terminal is legible', () => {
    const names = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
    const inks = ['fg', 'bright-black', ...names, ...names.map((name) => `bright-${name}`)];
    expect(
      weak(
        inks.map((ink) => [`term-${ink}`, 'bg-inset'] as const),
        textFloor,
      ),
    ).toEqual([]);
    const grounds = ['selection', 'selection-idle', 'match', 'match-active'];
    expect(
      weak(
        grounds.map((ground) => ['term-fg', `term-${ground}`] as const),
        shapeFloor,
      ),
    ).toEqual([]);
  });

  test('shapes, field edges and the focus ring stand out', () => {
    const pairs = surfaces.flatMap((surface) => shapes.map((shape) => [shape, surface] as const));
    expect(weak(pairs, shapeFloor)).toEqual([]);
  });
});

test('both themes name the same colours', () => {
  expect([...themeColours(css, 'light').keys()].sort()).toEqual([...themeColours(css, 'dark').keys()].sort());
});
