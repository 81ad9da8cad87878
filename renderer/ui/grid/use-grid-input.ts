import type { KeyboardEvent, MouseEvent, RefObject } from 'react';
import { isApple } from '../keys.ts';
import { gridCommand, type GridCommand } from './grid-keyboard.ts';
import type { DataGridProps, GridGroupRow, GridItemRow } from './grid-types.ts';
import { rowElementOf } from './use-grid-focus.ts';
import type { useGridSelection } from './use-grid-selection.ts';

interface GridInputOptions<Group extends GridGroupRow, Item extends GridItemRow> {
  props: DataGridProps<Group, Item>;
  grid: RefObject<HTMLElement | null>;
  indexOf: ReadonlyMap<string, number>;
  selection: ReturnType<typeof useGridSelection>;
  focusRow: (index: number) => void;
  reveal: (index: number) => void;
  pageRows: number;
}

const controls = 'a[href], button, input';

/** What clicks and keys do, for all rows at once. */
export function useGridInput<Group extends GridGroupRow, Item extends GridItemRow>({
  props,
  grid,
  indexOf,
  selection,
  focusRow,
  reveal,
  pageRows,
}: GridInputOptions<Group, Item>) {
  const { rows, onOpen, onToggleGroup, onRowKey, onRowMenu, onSelectionChange } = props;
  const canSelect = onSelectionChange !== undefined;

  const placeOf = (target: EventTarget | null) => {
    const element = rowElementOf(target);
    const index = indexOf.get(element?.dataset['rowId'] ?? '') ?? -1;
    const row = rows[index];
    return element === null || row === undefined ? null : { element, index, row };
  };

  const activeId = () => placeOf(document.activeElement)?.row.id;

  const onClick = (event: MouseEvent) => {
    const place = placeOf(event.target);
    if (place === null || !(event.target instanceof Element)) return;
    const { row } = place;
    const control = event.target.closest(controls);
    const isCheckbox = event.target.closest('[data-select]') !== null;
    // What is in the row has its own click.
    if (control !== null && !isCheckbox) return;
    if (row.kind === 'group') {
      // Its rows may fold away above what is seen: what is seen then is the headline, not some place further down.
      reveal(place.index);
      onToggleGroup?.(row);
    } else if (canSelect && event.shiftKey) {
      selection.extend(activeId() ?? row.id, row.id);
    } else if (canSelect && (isCheckbox || (isApple ? event.metaKey : event.ctrlKey))) {
      selection.toggle(row.id);
    } else {
      selection.anchorAt(row.id);
      onOpen?.(row);
    }
  };

  const onContextMenu = (event: MouseEvent) => {
    const place = placeOf(event.target);
    if (place?.row.kind !== 'item' || onRowMenu === undefined) return;
    event.preventDefault();
    place.element.focus({ preventScroll: true });
    onRowMenu(place.row, { x: event.clientX, y: event.clientY });
  };

  const run = (command: GridCommand, place: NonNullable<ReturnType<typeof placeOf>>) => {
    const { row, index, element } = place;
    switch (command.kind) {
      case 'move': {
        const target = rows[command.to];
        if (command.extend && target) selection.extend(row.id, target.id);
        focusRow(command.to);
        break;
      }
      case 'header':
        grid.current?.querySelector<HTMLElement>('[role="columnheader"] :is(input, button)')?.focus();
        break;
      case 'fold':
      case 'toggle-fold':
        if (row.kind === 'group') onToggleGroup?.(row);
        break;
      case 'enter-cells':
        element.querySelector<HTMLElement>(controls)?.focus();
        break;
      case 'open':
        if (row.kind === 'item') onOpen?.(row);
        break;
      case 'toggle-selected':
        selection.toggle(row.id);
        break;
      case 'select-all':
        selection.selectAll();
        break;
      case 'clear-selection':
        selection.clear();
        focusRow(index);
        break;
      case 'menu':
        if (row.kind === 'item') onRowMenu?.(row, element);
        break;
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const place = placeOf(event.target);
    if (place === null || event.defaultPrevented) return;
    const { row, index, element } = place;
    const isInside = event.target !== element;
    if (isInside && walkCells(event, element)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    // Enter and Space belong to the control that has the focus, letters to nobody.
    if (isInside && !event.key.startsWith('Arrow') && !event.key.startsWith('Page')) return;
    const command = gridCommand(
      {
        key: event.key,
        shiftKey: event.shiftKey,
        altKey: event.altKey,
        modKey: isApple ? event.metaKey : event.ctrlKey,
      },
      {
        index,
        count: rows.length,
        kind: row.kind,
        isOpen: row.kind === 'group' && row.isOpen,
        groupIndex: row.kind === 'item' ? groupIndexOf(rows, index) : -1,
        pageRows,
        canSelect,
        hasSelection: selection.selected.size > 0,
      },
    );
    if (command === null) {
      if (row.kind === 'item') onRowKey?.(event, row);
      return;
    }
    event.preventDefault();
    if (command.kind === 'clear-selection') event.stopPropagation();
    run(command, place);
  };

  return { onClick, onContextMenu, onKeyDown };
}

/** The row of the group that a row is under; -1 when it is under none. */
function groupIndexOf(rows: readonly { kind: 'item' | 'group' }[], index: number): number {
  for (let above = index - 1; above >= 0; above -= 1) {
    if (rows[above]?.kind === 'group') return above;
  }
  return -1;
}

/** Keys on what is inside a row: ←→ walk it, Escape goes back to the row. True when the key was used. */
function walkCells(event: KeyboardEvent, row: HTMLElement): boolean {
  const inside = [...row.querySelectorAll<HTMLElement>(controls)];
  const index = inside.findIndex((control) => control === event.target);
  if (event.key === 'ArrowRight') inside[index + 1]?.focus();
  else if (event.key === 'ArrowLeft') (inside[index - 1] ?? row).focus();
  else if (event.key === 'Escape') row.focus();
  else return false;
  return true;
}
