/** What a key means on a focused row. */
export type GridCommand =
  | { kind: 'move'; to: number; extend: boolean }
  | { kind: 'header' }
  | { kind: 'fold'; open: boolean }
  | { kind: 'toggle-fold' }
  | { kind: 'enter-cells' }
  | { kind: 'open' }
  | { kind: 'toggle-selected' }
  | { kind: 'select-all' }
  | { kind: 'clear-selection' }
  | { kind: 'menu' };

/** As much of a keyboard event as is asked. */
export interface PressedKey {
  key: string;
  shiftKey: boolean;
  altKey: boolean;
  /** Control, or ⌘ on Apple systems. */
  modKey: boolean;
}

/** Where the key was pressed. */
export interface GridPlace {
  index: number;
  count: number;
  kind: 'item' | 'group';
  isOpen: boolean;
  /** The row of the group that an item is under; -1 when it is under none. */
  groupIndex: number;
  /** How many rows are seen at once. */
  pageRows: number;
  canSelect: boolean;
  hasSelection: boolean;
}

/** The command of a key, or null when the key is none of the grid's. */
export function gridCommand(pressed: PressedKey, place: GridPlace): GridCommand | null {
  if (pressed.altKey) return null;
  if (pressed.modKey) return pressed.key.toLowerCase() === 'a' && place.canSelect ? { kind: 'select-all' } : null;
  const { index, count, pageRows } = place;
  const move = (to: number, extend = false): GridCommand => ({
    kind: 'move',
    to: Math.max(0, Math.min(count - 1, to)),
    extend: extend && place.canSelect,
  });
  switch (pressed.key) {
    case 'ArrowDown':
      return move(index + 1, pressed.shiftKey);
    case 'ArrowUp':
      return index === 0 && !pressed.shiftKey ? { kind: 'header' } : move(index - 1, pressed.shiftKey);
    case 'PageDown':
      return move(index + pageRows, pressed.shiftKey);
    case 'PageUp':
      return move(index - pageRows, pressed.shiftKey);
    case 'Home':
      return move(0, pressed.shiftKey);
    case 'End':
      return move(count - 1, pressed.shiftKey);
    case 'F10':
      return pressed.shiftKey ? { kind: 'menu' } : null;
    case 'ContextMenu':
    case '.':
      return { kind: 'menu' };
    case 'Escape':
      return place.hasSelection ? { kind: 'clear-selection' } : null;
    case 'ArrowRight':
      return place.kind === 'item'
        ? { kind: 'enter-cells' }
        : place.isOpen
          ? move(index + 1)
          : { kind: 'fold', open: true };
    case 'ArrowLeft':
      if (place.kind === 'group') return place.isOpen ? { kind: 'fold', open: false } : null;
      return place.groupIndex < 0 ? null : move(place.groupIndex);
    case 'Enter':
      return place.kind === 'group' ? { kind: 'toggle-fold' } : { kind: 'open' };
    case ' ':
      if (place.kind === 'group') return { kind: 'toggle-fold' };
      return place.canSelect ? { kind: 'toggle-selected' } : null;
    default:
      return null;
  }
}
