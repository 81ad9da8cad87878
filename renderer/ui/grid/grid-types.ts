import type { ReactNode } from 'react';
import type { MenuAnchor } from '../menu-props.ts';

/** A column of a DataGrid. */
export interface GridColumn {
  id: string;
  header: string;
  /** A grid track, such as `minmax(116px, .6fr)` or `92px`. */
  width: string;
  sortable?: boolean | undefined;
  /** Numbers stand at the end. */
  align?: 'start' | 'end' | undefined;
  /** Its cells hold a line of text, perhaps after a glyph, which they cut short, and nothing that takes the focus. The browser lays it out in less time than a box. */
  isText?: boolean | undefined;
}

/** A headline over the rows of a group. `label` is its name, also for assistive technology. */
export interface GridGroupRow {
  kind: 'group';
  id: string;
  label: string;
  isOpen: boolean;
}

/** One object. Its accessible name is `name`, then `detail`. */
export interface GridItemRow {
  kind: 'item';
  id: string;
  name: string;
  /** Such as 'Healthy, up 3 hours'. */
  detail?: string | undefined;
  /** 1 in a flat list, 2 under a group. */
  level: number;
}

export type GridSort = { columnId: string; direction: 'ascending' | 'descending' };

/** The words of a DataGrid. */
export interface GridWords {
  /** 'Select all'. */
  selectAll: string;
  /** 'Select redis'. */
  select: (name: string) => string;
  /** 'Actions for redis'. */
  actionsFor: (name: string) => string;
  /** 'Fold storefront', 'Unfold storefront'. */
  fold: (label: string) => string;
  unfold: (label: string) => string;
}

/**
 * Rows are flat, in their order, without those under a folded group. A row that did not change keeps its identity, and so do the
 * functions: a row is drawn again only when its row, its state or one of the functions is another one.
 */
export interface DataGridProps<Group extends GridGroupRow, Item extends GridItemRow> {
  /** The accessible name: the page's. */
  label: string;
  role?: 'grid' | 'treegrid' | undefined;
  columns: readonly GridColumn[];
  rows: readonly (Group | Item)[];
  renderCell: (row: Item, columnId: string) => ReactNode;
  /** The content of a group's row after the fold sign, from the first column on; `cells` are for columns of their own. */
  renderGroup?: ((row: Group) => { name: ReactNode; nameSpan?: number; cells?: Record<string, ReactNode> }) | undefined;
  words: GridWords;
  sort?: GridSort | null | undefined;
  /** A click on a header: ascending, descending, null for the list's own order. */
  onSort?: ((sort: GridSort | null) => void) | undefined;
  selectedIds?: ReadonlySet<string> | undefined;
  /** Without it there is no selection and no checkbox. */
  onSelectionChange?: ((ids: ReadonlySet<string>) => void) | undefined;
  /** The row whose details are open. */
  openId?: string | null | undefined;
  /** Click or Enter. */
  onOpen?: ((row: Item) => void) | undefined;
  onToggleGroup?: ((row: Group) => void) | undefined;
  /** The buttons at the end of the row that is hovered or focused. */
  rowActions?: ((row: Item) => ReactNode) | undefined;
  /** A key that the grid itself does not use, pressed on a row; `preventDefault` says it was used. */
  onRowKey?: ((event: React.KeyboardEvent, row: Item) => void) | undefined;
  /** Right click, '.', Shift+F10 or the menu key. */
  onRowMenu?: ((row: Item, anchor: MenuAnchor) => void) | undefined;
  /** The row that has the focus, null when none has. */
  onRowFocus?: ((row: Item | null) => void) | undefined;
  /** Rows that something is being done to: dimmed, without actions. */
  pendingIds?: ReadonlySet<string> | undefined;
  /** Rows have two lines. */
  isTall?: boolean | undefined;
  /** Whether the rows are what the engine says now. */
  staleness?: 'loading' | 'live' | 'stale' | undefined;
}
