import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extended, rangeIds, selectionState, toggled, withAll, type SelectableRow } from './grid-selection.ts';

const rows: SelectableRow[] = [
  { kind: 'group', id: 'g1' },
  { kind: 'item', id: 'a' },
  { kind: 'item', id: 'b' },
  { kind: 'group', id: 'g2' },
  { kind: 'item', id: 'c' },
  { kind: 'item', id: 'd' },
];
const ids = ['a', 'b', 'c', 'd'];
const anyId = fc.constantFrom(...ids);
const anySelection = fc.subarray(ids).map((list): ReadonlySet<string> => new Set(list));

describe('selecting', () => {
  test('toggling twice changes nothing', () => {
    fc.assert(
      fc.property(anySelection, anyId, (selected, id) => {
        expect(toggled(toggled(selected, id), id)).toEqual(selected);
      }),
    );
  });

  test('a range goes both ways, and leaves groups out', () => {
    expect(rangeIds(rows, 'b', 'd')).toEqual(['b', 'c', 'd']);
    expect(rangeIds(rows, 'd', 'b')).toEqual(['b', 'c', 'd']);
    expect(rangeIds(rows, 'g2', 'c')).toEqual(['c']);
    expect(rangeIds(rows, 'b', 'gone')).toEqual([]);
  });

  test('extending and coming back lets go of what the way there took', () => {
    fc.assert(
      fc.property(anyId, anyId, (anchor, there) => {
        const start = extended(rows, new Set(), anchor, anchor, anchor);
        const far = extended(rows, start, anchor, anchor, there);
        expect(far).toEqual(new Set(rangeIds(rows, anchor, there)));
        expect(extended(rows, far, anchor, there, anchor)).toEqual(start);
      }),
    );
  });

  test('extending keeps what was selected outside of the range', () => {
    expect(extended(rows, new Set(['a']), 'c', 'c', 'd')).toEqual(new Set(['a', 'c', 'd']));
  });

  test('the checkbox above tells of the rows that are listed', () => {
    expect(selectionState(rows, new Set())).toBe(false);
    expect(selectionState(rows, new Set(['a']))).toBe('mixed');
    expect(selectionState(rows, withAll(rows, new Set()))).toBe(true);
    expect(selectionState(rows, new Set(['filtered away']))).toBe(false);
  });
});
