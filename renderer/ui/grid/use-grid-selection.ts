import { useCallback, useRef } from 'react';
import { extended, toggled, withAll, type SelectableRow } from './grid-selection.ts';

const none: ReadonlySet<string> = new Set();

interface GridSelection {
  selected: ReadonlySet<string>;
  toggle: (id: string) => void;
  /** Extends from where the last toggle was, or from `fromId`, to the row. */
  extend: (fromId: string, toId: string) => void;
  /** The next extension starts at this row. */
  anchorAt: (id: string) => void;
  selectAll: () => void;
  clear: () => void;
}

/** The verbs of selecting; the selection itself belongs to the caller. */
export function useGridSelection(
  rows: readonly SelectableRow[],
  selectedIds: ReadonlySet<string> | undefined,
  onSelectionChange: ((ids: ReadonlySet<string>) => void) | undefined,
): GridSelection {
  const selected = selectedIds ?? none;
  const ends = useRef<{ anchorId: string; headId: string } | null>(null);

  const anchorAt = useCallback((id: string) => {
    ends.current = { anchorId: id, headId: id };
  }, []);
  const toggle = useCallback(
    (id: string) => {
      ends.current = { anchorId: id, headId: id };
      onSelectionChange?.(toggled(selected, id));
    },
    [selected, onSelectionChange],
  );
  const extend = useCallback(
    (fromId: string, toId: string) => {
      const isListed = ends.current !== null && rows.some((row) => row.id === ends.current?.anchorId);
      const { anchorId, headId } = (isListed && ends.current) || { anchorId: fromId, headId: fromId };
      ends.current = { anchorId, headId: toId };
      onSelectionChange?.(extended(rows, selected, anchorId, headId, toId));
    },
    [rows, selected, onSelectionChange],
  );
  const selectAll = useCallback(
    () => onSelectionChange?.(withAll(rows, selected)),
    [rows, selected, onSelectionChange],
  );
  const clear = useCallback(() => {
    ends.current = null;
    onSelectionChange?.(none);
  }, [onSelectionChange]);

  return { selected, toggle, extend, anchorAt, selectAll, clear };
}
