import { ChevronDown } from 'lucide-react';
import { memo, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import { Checkbox } from '../checkbox.tsx';
import type { DataGridProps, GridColumn, GridGroupRow, GridItemRow, GridWords } from './grid-types.ts';
import styles from './data-grid.module.css';

interface PlacedRow {
  /** Of the whole list, from 0. */
  index: number;
  isActive: boolean;
}

interface GridItemProps<Item extends GridItemRow> extends PlacedRow {
  row: Item;
  /** From the top of its section. */
  topPx: number;
  columns: readonly GridColumn[];
  renderCell: (row: Item, columnId: string) => ReactNode;
  rowActions: ((row: Item) => ReactNode) | undefined;
  words: GridWords;
  isTree: boolean;
  hasLead: boolean;
  /** Undefined where nothing can be selected. */
  isSelected: boolean | undefined;
  isOpen: boolean;
  isPending: boolean;
  /** The pointer is on it, or the focus. */
  hasActions: boolean;
  /** Another one is selected: each shows its checkbox. */
  isSelecting: boolean;
}

function DrawnItem<Item extends GridItemRow>({
  row,
  columns,
  renderCell,
  rowActions,
  words,
  index,
  topPx,
  isTree,
  hasLead,
  isActive,
  isSelected,
  isOpen,
  isPending,
  hasActions,
  isSelecting,
}: GridItemProps<Item>) {
  const element = useControlsOfRow(isActive);
  return (
    <div
      ref={element}
      className={styles['item']}
      style={{ top: topPx }}
      role="row"
      aria-rowindex={index + 2}
      aria-label={row.detail === undefined ? row.name : `${row.name}, ${row.detail}`}
      aria-level={isTree ? row.level : undefined}
      aria-selected={isSelected}
      aria-busy={isPending || undefined}
      data-row-id={row.id}
      data-open={isOpen || undefined}
      tabIndex={isActive ? 0 : -1}
    >
      {hasLead && (
        <div className={styles['cell']} role="gridcell" data-select={isSelected === undefined ? undefined : ''}>
          {isSelected !== undefined && (isSelecting || hasActions) ? (
            <Checkbox checked={isSelected} label={words.select(row.name)} hideLabel tabIndex={-1} onChange={ignore} />
          ) : null}
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.id}
          className={column.isText ? styles['text'] : styles['cell']}
          data-align={column.align}
          role="gridcell"
        >
          {renderCell(row, column.id)}
        </div>
      ))}
      {hasActions && !isPending && rowActions ? (
        <div className={styles['actions']} role="gridcell">
          <div className={styles['strip']} role="toolbar" aria-label={words.actionsFor(row.name)}>
            {rowActions(row)}
          </div>
        </div>
      ) : null}
    </div>
  );
}

/** One tab stop for the grid: what is inside a row is reached by Tab from that row only. For the row's element. */
function useControlsOfRow(isActive: boolean): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    for (const control of element.current?.querySelectorAll<HTMLElement>('a[href], button') ?? []) {
      control.tabIndex = isActive ? 0 : -1;
    }
  });
  return element;
}

/** The grid listens for clicks once, for all rows. */
function ignore(): void {}

/** An object's row. */
export const GridItem = memo(DrawnItem) as typeof DrawnItem;

interface GridGroupProps<Group extends GridGroupRow> extends PlacedRow {
  row: Group;
  columns: readonly GridColumn[];
  renderGroup: DataGridProps<Group, GridItemRow>['renderGroup'];
  words: GridWords;
}

function DrawnGroup<Group extends GridGroupRow>({
  row,
  columns,
  renderGroup,
  words,
  index,
  isActive,
}: GridGroupProps<Group>) {
  const element = useControlsOfRow(isActive);
  const { name, nameSpan = 1, cells = {} } = renderGroup?.(row) ?? { name: row.label };
  return (
    <div
      ref={element}
      className={styles['group']}
      role="row"
      aria-rowindex={index + 2}
      aria-label={row.label}
      aria-level={1}
      aria-expanded={row.isOpen}
      data-row-id={row.id}
      tabIndex={isActive ? 0 : -1}
    >
      <div className={styles['cell']} role="gridcell">
        <span className={styles['fold']} data-tip={row.isOpen ? words.fold(row.label) : words.unfold(row.label)}>
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" />
        </span>
      </div>
      <div className={styles['groupName']} role="gridcell" style={{ gridColumn: `2 / span ${nameSpan}` }}>
        {name}
      </div>
      {columns.slice(nameSpan).map((column) => (
        <div key={column.id} className={styles['cell']} data-align={column.align} role="gridcell">
          {cells[column.id]}
        </div>
      ))}
    </div>
  );
}

/** The headline of a group. */
export const GridGroup = memo(DrawnGroup) as typeof DrawnGroup;
