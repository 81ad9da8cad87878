import { useCallback, useImperativeHandle, useMemo, useRef, useState, type PointerEvent, type Ref } from 'react';
import { GridHeader } from './grid-header.tsx';
import { GridGroup, GridItem } from './grid-rows.tsx';
import { selectionState } from './grid-selection.ts';
import type { DataGridProps, GridGroupRow, GridItemRow } from './grid-types.ts';
import { drawnIndexes, drawnSections, rowHeights } from './grid-window.ts';
import { rowElementOf, useGridFocus } from './use-grid-focus.ts';
import { useGridInput } from './use-grid-input.ts';
import { useGridSelection } from './use-grid-selection.ts';
import { useGridViewport } from './use-grid-viewport.ts';
import styles from './data-grid.module.css';

/** The column of the checkboxes and fold signs. */
const leadTrack = '16px';

/** Whether a menu hangs on a button of a row's strip: the strip must stay as long as it does. */
function hasOpenMenu(grid: HTMLElement | null): boolean {
  return grid !== null && grid.querySelector('[role="toolbar"] [aria-expanded="true"]') !== null;
}

/** What a page may ask of its grid. */
export interface GridHandle {
  /** Gives the focus to the row that had it last, else to the first. */
  focus: () => void;
  /** Gives the focus to a row, and scrolls to it. */
  focusRow: (id: string) => void;
}

/**
 * A list of any length: only the rows that are seen, and a few around them, are in the document. One tab stop; rows are walked by
 * arrow keys. Which rows there are, their order and what is selected belong to the caller.
 */
export function DataGrid<Group extends GridGroupRow, Item extends GridItemRow>(
  props: DataGridProps<Group, Item> & { ref?: Ref<GridHandle> },
) {
  const { ref, label, role = 'grid', columns, rows, renderCell, renderGroup, words, sort = null, onSort } = props;
  const {
    selectedIds,
    onSelectionChange,
    openId,
    rowActions,
    onRowFocus,
    pendingIds,
    staleness = 'live',
    isTall = false,
  } = props;

  const grid = useRef<HTMLDivElement>(null);
  const [hoverId, setHoverId] = useState<string | null>(null);
  const [focusId, setFocusId] = useState<string | null>(null);
  const indexOf = useMemo(() => new Map(rows.map((row, index) => [row.id, index])), [rows]);

  const viewport = useGridViewport(grid, rows, isTall ? rowHeights.tall : rowHeights.item);
  const selection = useGridSelection(rows, selectedIds, onSelectionChange);
  const onActive = useCallback(
    (id: string | null) => {
      if (id === null && hasOpenMenu(grid.current)) return;
      setFocusId(id);
      const row = id === null ? undefined : rows[indexOf.get(id) ?? -1];
      onRowFocus?.(row?.kind === 'item' ? row : null);
    },
    [rows, indexOf, onRowFocus],
  );
  const focus = useGridFocus(grid, rows, indexOf, viewport.reveal, onActive);
  const input = useGridInput({
    props,
    grid,
    indexOf,
    selection,
    focusRow: focus.focusRow,
    reveal: viewport.reveal,
    pageRows: viewport.pageRows,
  });

  useImperativeHandle(
    ref,
    () => ({
      focus: () => focus.focusRow(focus.activeIndex),
      focusRow: (id) => focus.focusRow(indexOf.get(id) ?? -1),
    }),
    [focus, indexOf],
  );

  const onPointerMove = (event: PointerEvent) => {
    // Rows that scroll by under a resting pointer were not pointed at.
    if (viewport.isScrolling() || hasOpenMenu(grid.current)) return;
    setHoverId(rowElementOf(event.target)?.dataset['rowId'] ?? null);
  };
  const onPointerLeave = () => {
    if (!hasOpenMenu(grid.current)) setHoverId(null);
  };

  const canSelect = onSelectionChange !== undefined;
  const isTree = role === 'treegrid';
  const hasLead = canSelect || isTree;
  const totalPx = viewport.offsets[rows.length] ?? 0;
  const drawn = drawnIndexes(viewport.start, viewport.end, focus.activeIndex, rows.length);
  const sections = drawnSections(drawn, viewport.groups, viewport.offsets);

  const drawRow = (index: number, topPx: number) => {
    const row = rows[index];
    if (row === undefined) return null;
    const isActive = index === focus.activeIndex;
    return row.kind === 'group' ? (
      <GridGroup
        key={row.id}
        row={row}
        columns={columns}
        renderGroup={renderGroup}
        words={words}
        index={index}
        isActive={isActive}
      />
    ) : (
      <GridItem
        key={row.id}
        row={row}
        columns={columns}
        renderCell={renderCell}
        rowActions={rowActions}
        words={words}
        index={index}
        topPx={topPx}
        isTree={isTree}
        hasLead={hasLead}
        isActive={isActive}
        isSelected={canSelect ? selection.selected.has(row.id) : undefined}
        isOpen={row.id === openId}
        isPending={pendingIds?.has(row.id) ?? false}
        hasActions={row.id === hoverId || row.id === focusId}
        isSelecting={selection.selected.size > 0}
      />
    );
  };

  return (
    // One listener of each kind for all rows; the role is one of the two interactive ones above.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={grid}
      className={styles['grid']}
      style={{
        '--grid-columns': [...(hasLead ? [leadTrack] : []), ...columns.map((column) => column.width)].join(' '),
      }}
      role={role}
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-multiselectable={canSelect || undefined}
      aria-busy={staleness === 'loading' || undefined}
      data-staleness={staleness}
      data-tall={isTall || undefined}
      data-selecting={selection.selected.size > 0 || undefined}
      tabIndex={-1}
      onScroll={viewport.onScroll}
      onPointerMove={onPointerMove}
      onPointerLeave={onPointerLeave}
      onFocus={focus.onFocus}
      onBlur={focus.onBlur}
      onClick={input.onClick}
      onContextMenu={input.onContextMenu}
      onKeyDown={input.onKeyDown}
    >
      <GridHeader
        columns={columns}
        sort={sort}
        onSort={onSort}
        selection={canSelect ? selectionState(rows, selection.selected) : undefined}
        hasLead={hasLead}
        selectAllLabel={words.selectAll}
        onSelectAll={(all) => (all ? selection.selectAll() : selection.clear())}
        isTabStop={rows.length === 0}
        onLeave={() => focus.focusRow(focus.activeIndex)}
      />
      <div className={styles['body']} role="presentation" style={{ height: totalPx }}>
        {sections.map((section) => (
          <div
            key={rows[section.group]?.id ?? ''}
            className={styles['section']}
            role="rowgroup"
            style={{ top: section.topPx, height: section.heightPx }}
          >
            {section.indexes.map((index) => drawRow(index, (viewport.offsets[index] ?? 0) - section.topPx))}
          </div>
        ))}
      </div>
    </div>
  );
}
