import { compareText } from '../../objects/natural-order.ts';
import type { ContainerRow } from './container-row.ts';

export type SortColumn = 'name' | 'image' | 'state' | 'ports' | 'created';

export interface SortOrder {
  readonly column: SortColumn;
  readonly down: boolean;
}

export const defaultSort: SortOrder = { column: 'name', down: false };

/** A click on a column's head: sort by it, then the other way, then back to names. */
export function nextSort(current: SortOrder, column: SortColumn): SortOrder {
  if (current.column !== column) return { column, down: false };
  return current.down ? defaultSort : { column, down: true };
}

/** A total order: the column, then the name, then the id; only the column's part turns round. */
export function comparatorOf({ column, down }: SortOrder): (a: ContainerRow, b: ContainerRow) => number {
  const compareColumn = comparators[column];
  const sign = down ? -1 : 1;
  return (a, b) => {
    if (a === b) return 0;
    return sign * compareColumn(a, b) || compareText(a.nameKey, b.nameKey) || compareText(a.id, b.id);
  };
}

const comparators: Record<SortColumn, (a: ContainerRow, b: ContainerRow) => number> = {
  name: (a, b) => compareText(a.nameKey, b.nameKey),
  image: (a, b) => compareText(a.imageKey, b.imageKey),
  state: (a, b) => a.status.severity - b.status.severity,
  // Infinity minus infinity is not a number.
  ports: (a, b) => (a.portKey === b.portKey ? 0 : a.portKey - b.portKey),
  /** Newest first, which is what 'sort by age' means to people. */
  created: (a, b) => b.container.createdAtMs - a.container.createdAtMs,
};
