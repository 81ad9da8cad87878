import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gridCommand, type GridPlace, type PressedKey } from './grid-keyboard.ts';
import { nextSort } from './grid-sort.ts';

const item: GridPlace = {
  index: 3,
  count: 10,
  kind: 'item',
  isOpen: false,
  groupIndex: 1,
  pageRows: 5,
  canSelect: true,
  hasSelection: false,
};
const group: GridPlace = { ...item, index: 1, kind: 'group', isOpen: true, groupIndex: -1 };

const press = (key: string, mods: Partial<PressedKey> = {}): PressedKey => ({
  key,
  shiftKey: false,
  altKey: false,
  modKey: false,
  ...mods,
});

describe('keys on a row', () => {
  test.each([
    ['ArrowDown', 4],
    ['ArrowUp', 2],
    ['PageDown', 8],
    ['PageUp', 0],
    ['Home', 0],
    ['End', 9],
  ])('%s moves', (key, to) => {
    expect(gridCommand(press(key), item)).toEqual({ kind: 'move', to, extend: false });
    expect(gridCommand(press(key, { shiftKey: true }), item)).toEqual({ kind: 'move', to, extend: true });
  });

  test('a move never leaves the list', () => {
    const keys = fc.constantFrom(
      'ArrowDown',
      'ArrowUp',
      'PageDown',
      'PageUp',
      'Home',
      'End',
      'ArrowLeft',
      'ArrowRight',
    );
    fc.assert(
      fc.property(keys, fc.boolean(), fc.nat(30), fc.integer({ min: 1, max: 31 }), (key, shiftKey, at, count) => {
        const command = gridCommand(press(key, { shiftKey }), {
          ...item,
          index: Math.min(at, count - 1),
          count,
          groupIndex: 0,
        });
        if (command?.kind !== 'move') return;
        expect(command.to).toBeGreaterThanOrEqual(0);
        expect(command.to).toBeLessThan(count);
      }),
    );
  });

  test('from the first row up lies the head of the columns', () => {
    expect(gridCommand(press('ArrowUp'), { ...item, index: 0 })).toEqual({ kind: 'header' });
  });

  test('sideways folds groups, and goes between them and their rows', () => {
    expect(gridCommand(press('ArrowLeft'), group)).toEqual({ kind: 'fold', open: false });
    expect(gridCommand(press('ArrowRight'), { ...group, isOpen: false })).toEqual({ kind: 'fold', open: true });
    expect(gridCommand(press('ArrowRight'), group)).toEqual({ kind: 'move', to: 2, extend: false });
    expect(gridCommand(press('ArrowLeft'), item)).toEqual({ kind: 'move', to: 1, extend: false });
    expect(gridCommand(press('ArrowLeft'), { ...item, groupIndex: -1 })).toBeNull();
    expect(gridCommand(press('ArrowRight'), item)).toEqual({ kind: 'enter-cells' });
  });

  test('opening, selecting and the menu', () => {
    expect(gridCommand(press('Enter'), item)).toEqual({ kind: 'open' });
    expect(gridCommand(press(' '), item)).toEqual({ kind: 'toggle-selected' });
    expect(gridCommand(press('Enter'), group)).toEqual({ kind: 'toggle-fold' });
    expect(gridCommand(press('a', { modKey: true }), item)).toEqual({ kind: 'select-all' });
    expect(gridCommand(press('F10', { shiftKey: true }), item)).toEqual({ kind: 'menu' });
    expect(gridCommand(press('.'), item)).toEqual({ kind: 'menu' });
    expect(gridCommand(press('Escape'), { ...item, hasSelection: true })).toEqual({ kind: 'clear-selection' });
  });

  test('what is not the grid’s is left to others', () => {
    expect(gridCommand(press('s'), item)).toBeNull();
    expect(gridCommand(press('k', { modKey: true }), item)).toBeNull();
    expect(gridCommand(press('ArrowDown', { altKey: true }), item)).toBeNull();
    expect(gridCommand(press('Escape'), item)).toBeNull();
    expect(gridCommand(press(' '), { ...item, canSelect: false })).toBeNull();
  });
});

test('sorting goes up, down, and back to the list’s own order', () => {
  const up = nextSort(null, 'name');
  expect(up).toEqual({ columnId: 'name', direction: 'ascending' });
  const down = nextSort(up, 'name');
  expect(down).toEqual({ columnId: 'name', direction: 'descending' });
  expect(nextSort(down, 'name')).toBeNull();
  expect(nextSort(down, 'state')).toEqual({ columnId: 'state', direction: 'ascending' });
});
