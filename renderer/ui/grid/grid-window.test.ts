import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  drawnIndexes,
  drawnSections,
  groupIndexes,
  revealTop,
  rowAt,
  rowHeights,
  rowOffsets,
  rowWindow,
} from './grid-window.ts';

const anyRows = fc.array(fc.constantFrom({ kind: 'item' as const }, { kind: 'group' as const }), {
  minLength: 1,
  maxLength: 400,
});
const anyHeight = fc.integer({ min: 40, max: 2400 });

describe('the window of rows', () => {
  test('every pixel belongs to the row that covers it', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(20_000), (rows, y) => {
        const offsets = rowOffsets(rows);
        const index = rowAt(offsets, y);
        expect(offsets[index]).toBeLessThanOrEqual(y);
        expect(index === rows.length - 1 || (offsets[index + 1] ?? 0) > y).toBe(true);
      }),
    );
  });

  test('holds every row that is seen, and never more than the document can bear', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(15_000), anyHeight, (rows, top, height) => {
        const offsets = rowOffsets(rows);
        const { start, end } = rowWindow(offsets, top, height);
        const seen = rows.flatMap((_, index) =>
          (offsets[index] ?? 0) < top + height && (offsets[index + 1] ?? 0) > top ? [index] : [],
        );
        expect(seen.filter((index) => index < start || index >= end)).toEqual([]);
        expect(end - start).toBeLessThanOrEqual(Math.max(80, Math.ceil(height / rowHeights.group) + 2));
      }),
    );
  });

  test('an empty list draws nothing', () => {
    expect(rowWindow(rowOffsets([]), 0, 600)).toEqual({ start: 0, end: 0 });
  });

  test('a revealed row is seen wholly, and one that is seen already moves nothing', () => {
    fc.assert(
      fc.property(
        anyRows,
        fc.nat(),
        fc.nat(15_000),
        anyHeight,
        fc.constantFrom(0, 32),
        (rows, pick, top, room, pinnedPx) => {
          const height = room + 80;
          const offsets = rowOffsets(rows);
          const index = pick % rows.length;
          const next = revealTop(offsets, index, pinnedPx, { top, height });
          expect(offsets[index]).toBeGreaterThanOrEqual(next + pinnedPx);
          expect(offsets[index + 1]).toBeLessThanOrEqual(next + height);
          expect(revealTop(offsets, index, pinnedPx, { top: next, height })).toBe(next);
        },
      ),
    );
  });

  test('sections hold the drawn rows in their order, each under its headline', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(15_000), anyHeight, (rows, top, height) => {
        const offsets = rowOffsets(rows);
        const groups = groupIndexes(rows);
        const { start, end } = rowWindow(offsets, top, height);
        const drawn = drawnIndexes(start, end, 0, rows.length);
        const sections = drawnSections(drawn, groups, offsets);
        const headlines = sections.flatMap(({ group }) => (group >= 0 && !drawn.includes(group) ? [group] : []));
        expect(sections.flatMap(({ indexes }) => indexes)).toEqual([...drawn, ...headlines].sort((a, b) => a - b));
        for (const { group, topPx, heightPx, indexes } of sections) {
          const next = rows.findIndex((row, index) => index > group && row.kind === 'group');
          expect(topPx + heightPx).toBe(offsets[next < 0 ? rows.length : next]);
          expect(indexes.every((index) => groups[index] === group)).toBe(true);
        }
      }),
    );
  });

  test('the active row is drawn wherever it is, once and in order', () => {
    expect(drawnIndexes(10, 13, 2, 50)).toEqual([2, 10, 11, 12]);
    expect(drawnIndexes(10, 13, 11, 50)).toEqual([10, 11, 12]);
    expect(drawnIndexes(10, 13, 40, 50)).toEqual([10, 11, 12, 40]);
    expect(drawnIndexes(0, 0, 0, 0)).toEqual([]);
  });
});
