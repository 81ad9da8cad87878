import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawnRows, endPosition, isInView, positionOf, type RowLayout, scrollBy } from './log-position.ts';

const layoutOf = (first: number, heights: readonly number[], viewPx: number): RowLayout => ({
  first,
  end: first + heights.length,
  viewPx,
  heightOf: (row) => heights[row - first] ?? 20,
});

const anyLayout = fc
  .record({
    first: fc.integer({ min: -1000, max: 1000 }),
    heights: fc.array(fc.constantFrom(20, 20, 20, 0, 40, 180), { maxLength: 60 }),
    viewPx: fc.integer({ min: 20, max: 400 }),
  })
  .map(({ first, heights, viewPx }) => layoutOf(first, heights, viewPx));

/** The distance of a position from the top of the first row. */
const pxOf = (position: { row: number; offsetPx: number } | null, layout: RowLayout) => {
  const { row, offsetPx } = position ?? endPosition(layout);
  let px = offsetPx;
  for (let at = layout.first; at < row; at += 1) px += layout.heightOf(at);
  return px;
};

describe('scroll position', () => {
  test('scrolling moves by the given pixels and stops at both ends', () => {
    fc.assert(
      fc.property(anyLayout, fc.array(fc.integer({ min: -500, max: 500 }), { maxLength: 10 }), (layout, moves) => {
        const lastPx = pxOf(null, layout);
        let position: { row: number; offsetPx: number } | null = null;
        let px = lastPx;
        for (const move of moves) {
          position = scrollBy(position, move, layout);
          const expected = Math.min(lastPx, Math.max(0, px + move));
          px = pxOf(position, layout);
          // At the end the position is null.
          expect(Math.abs(px - expected)).toBeLessThanOrEqual(4);
        }
      }),
    );
  });

  test('the drawn rows fill the window plus the overscan', () => {
    fc.assert(
      fc.property(anyLayout, fc.integer({ min: -2000, max: 0 }), (layout, px) => {
        const position = scrollBy(null, px, layout);
        const { from, to, shiftPx } = drawnRows(position, layout, 5);
        let height = 0;
        for (let row = from; row < to; row += 1) height += layout.heightOf(row);
        let all = 0;
        for (let row = layout.first; row < layout.end; row += 1) all += layout.heightOf(row);
        expect(height - shiftPx).toBeGreaterThanOrEqual(Math.min(layout.viewPx, all - pxOf(position, layout)));
        expect(from).toBeGreaterThanOrEqual(layout.first);
        expect(to).toBeLessThanOrEqual(layout.end);
      }),
    );
  });

  test('older rows that are found or dropped do not move the view', () => {
    const before = layoutOf(
      0,
      Array.from({ length: 100 }, () => 20),
      100,
    );
    const position = scrollBy(null, -1010, before);
    const after = layoutOf(
      -5000,
      Array.from({ length: 5100 }, () => 20),
      100,
    );
    expect(scrollBy(position, 0, after)).toEqual(position);
    expect(drawnRows(position, after, 0)).toEqual(drawnRows(position, before, 0));
  });

  test('a row is in view after scrolling to it', () => {
    const layout = layoutOf(-1_000_000, [], 400);
    const many = { ...layout, end: 9_000_000 };
    const position = positionOf(1234, 120, many);
    expect(position).toEqual({ row: 1228, offsetPx: 0 });
    expect(isInView(1234, position, many)).toBe(true);
    expect(isInView(1227, position, many)).toBe(false);
    expect(isInView(1247, position, many)).toBe(true);
    expect(isInView(1248, position, many)).toBe(false);
  });
});
