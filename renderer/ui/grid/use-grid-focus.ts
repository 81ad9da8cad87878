import { useCallback, useLayoutEffect, useRef, useState, type FocusEvent, type RefObject } from 'react';

interface GridFocus {
  /** The row that Tab leads to: the last one that had the focus, else the first. */
  activeIndex: number;
  /** Gives the focus to a row, which need not be in the document yet. */
  focusRow: (index: number) => void;
  onFocus: (event: FocusEvent) => void;
  onBlur: (event: FocusEvent) => void;
}

/** The row element that an event came from. */
export function rowElementOf(target: EventTarget | null): HTMLElement | null {
  const element = target instanceof Element ? target.closest('[data-row-id]') : null;
  return element instanceof HTMLElement ? element : null;
}

/**
 * The roving focus of a grid. The active row stays in the document when it is scrolled away, so that the focus is not lost; when it is
 * removed, its neighbour takes its place.
 */
export function useGridFocus(
  grid: RefObject<HTMLElement | null>,
  rows: readonly { id: string }[],
  indexOf: ReadonlyMap<string, number>,
  reveal: (index: number) => void,
  onActive: (id: string | null) => void,
): GridFocus {
  const [active, setActive] = useState<{ id: string | null; index: number }>({ id: null, index: 0 });
  const hasFocus = useRef(false);
  const wanted = useRef<string | null>(null);

  const known = active.id === null ? undefined : indexOf.get(active.id);
  // The place is remembered as rows come and go above, for the time when the row itself goes.
  if (known !== undefined && known !== active.index) setActive({ id: active.id, index: known });
  const activeIndex = known ?? Math.max(0, Math.min(active.index, rows.length - 1));

  const elementOf = useCallback(
    (id: string) => grid.current?.querySelector<HTMLElement>(`[data-row-id="${CSS.escape(id)}"]`),
    [grid],
  );

  const focusRow = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row === undefined) return;
      reveal(index);
      const element = elementOf(row.id);
      if (element) {
        element.focus({ preventScroll: true });
      } else {
        wanted.current = row.id;
        setActive({ id: row.id, index });
      }
    },
    [rows, reveal, elementOf],
  );

  useLayoutEffect(() => {
    if (wanted.current !== null) {
      elementOf(wanted.current)?.focus({ preventScroll: true });
      wanted.current = null;
    } else if (hasFocus.current && known === undefined && document.activeElement === document.body) {
      // The focused row was removed, and the focus with it.
      const neighbour = rows[activeIndex];
      if (neighbour) elementOf(neighbour.id)?.focus({ preventScroll: true });
    }
  });

  const onFocus = useCallback(
    (event: FocusEvent) => {
      const id = rowElementOf(event.target)?.dataset['rowId'];
      if (id === undefined) return;
      hasFocus.current = true;
      setActive((before) => (before.id === id ? before : { id, index: indexOf.get(id) ?? 0 }));
      onActive(id);
    },
    [indexOf, onActive],
  );

  const onBlur = useCallback(
    (event: FocusEvent) => {
      const next = event.relatedTarget;
      if (next instanceof Node && grid.current?.contains(next)) return;
      // Without a next element it may be the row itself that went away; then its neighbour takes over.
      if (next === null && event.target instanceof Node && !event.target.isConnected) return;
      hasFocus.current = false;
      onActive(null);
    },
    [grid, onActive],
  );

  return { activeIndex, focusRow, onFocus, onBlur };
}
