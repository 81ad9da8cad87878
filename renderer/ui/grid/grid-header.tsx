import { ArrowDown, ArrowUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Checkbox } from '../checkbox.tsx';
import { nextSort } from './grid-sort.ts';
import type { GridColumn, GridSort } from './grid-types.ts';
import styles from './data-grid.module.css';

interface GridHeaderProps {
  columns: readonly GridColumn[];
  sort: GridSort | null;
  onSort: ((sort: GridSort | null) => void) | undefined;
  /** Undefined where nothing can be selected. */
  selection: boolean | 'mixed' | undefined;
  /** Rows begin with a narrow column of their own, for a checkbox or a fold sign. */
  hasLead: boolean;
  selectAllLabel: string;
  onSelectAll: (all: boolean) => void;
  /** The header takes part in the tab order only when there is no row to. */
  isTabStop: boolean;
  onLeave: () => void;
}

/** The heads of the columns: reached from the first row by ↑, walked by ←→. */
export function GridHeader({
  columns,
  sort,
  onSort,
  selection,
  hasLead,
  selectAllLabel,
  onSelectAll,
  isTabStop,
  onLeave,
}: GridHeaderProps) {
  const tabIndex = isTabStop ? 0 : -1;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const controls = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button')];
    const index = controls.indexOf(event.target as HTMLElement);
    if (event.key === 'ArrowRight') controls[index + 1]?.focus();
    else if (event.key === 'ArrowLeft') controls[index - 1]?.focus();
    else if (event.key === 'ArrowDown') onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles['head']} role="rowgroup">
      <div className={styles['headRow']} role="row" aria-rowindex={1} tabIndex={-1} onKeyDown={onKeyDown}>
        {selection === undefined ? (
          hasLead && <div role="presentation" />
        ) : (
          <div className={styles['cell']} role="columnheader">
            <Checkbox
              checked={selection}
              label={selectAllLabel}
              hideLabel
              tabIndex={tabIndex}
              onChange={() => onSelectAll(selection !== true)}
            />
          </div>
        )}
        {columns.map((column) => {
          const direction = sort?.columnId === column.id ? sort.direction : undefined;
          const Arrow = direction === 'descending' ? ArrowDown : ArrowUp;
          return (
            <div
              key={column.id}
              className={styles['cell']}
              data-align={column.align}
              role="columnheader"
              aria-sort={direction ?? (column.sortable ? 'none' : undefined)}
            >
              {column.sortable && onSort ? (
                <button
                  type="button"
                  className={styles['sort']}
                  tabIndex={tabIndex}
                  onClick={() => onSort(nextSort(sort, column.id))}
                >
                  {column.header}
                  {direction && <Arrow size={12} strokeWidth={1.75} aria-hidden="true" />}
                </button>
              ) : (
                column.header
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
