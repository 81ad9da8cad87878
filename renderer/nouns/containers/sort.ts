import { compareText } from '../../objects/natural-order.ts';
import type { ContainerRow } from './container-row.ts';

export const sortColumns = ['name', 'image', 'state', 'ports', 'created'] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface SortOrder {
  readonly column: SortColumn;
  readonly down: boolean;
}

type Compare = (a: ContainerRow, b: ContainerRow) => number;

/**
 * A total order: the column, then the name, then the id; only the column's part turns round. Inside a project the
 * name is the service's.
 */
export function comparatorOf({ column, down }: SortOrder, isGrouped: boolean): Compare {
  const compareNames: Compare = isGrouped
    ? (a, b) => compareText(a.nameKey, b.nameKey)
    : (a, b) => compareText(a.fullNameKey, b.fullNameKey);
  const compareColumn = column === 'name' ? compareNames : comparators[column];
  const sign = down ? -1 : 1;
  return (a, b) => {
    if (a === b) return 0;
    return sign * compareColumn(a, b) || compareNames(a, b) || compareText(a.id, b.id);
  };
}

const comparators: Record<Exclude<SortColumn, 'name'>, Compare> = {
  image: (a, b) => compareText(a.imageKey, b.imageKey),
  state: (a, b) => a.status.severity - b.status.severity,
  // Infinity minus infinity is not a number.
  ports: (a, b) => (a.portKey === b.portKey ? 0 : a.portKey - b.portKey),
  /** Newest first, which is what 'sort by age' means to people. */
  created: (a, b) => b.container.createdAtMs - a.container.createdAtMs,
};
