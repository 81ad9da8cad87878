import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { groupIndexes, revealTop, rowHeights, rowOffsets, rowWindow } from './grid-window.ts';

/** The window of rows moves on in steps, so that most scroll events draw nothing at all. */
const stepPx = rowHeights.item;
/** What usually stands above and below a list in its window. */
const aroundPx = 150;
/** For so long after a scroll event the pointer is not taken to have chosen the row that came under it. */
const settleMs = 120;

interface GridViewport {
  offsets: Int32Array;
  /** For each row the row of its group; -1 for none. */
  groups: Int32Array;
  start: number;
  end: number;
  pageRows: number;
  onScroll: () => void;
  isScrolling: () => boolean;
  reveal: (index: number) => void;
}

/** Which rows of a long list have to be in the document now. */
export function useGridViewport(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly { kind: 'item' | 'group' }[],
  itemPx: number,
): GridViewport {
  const [top, setTop] = useState(0);
  // A guess that is measured before the first paint.
  const [height, setHeight] = useState(() => window.innerHeight - aroundPx);
  const isSettled = useSettled();
  const scrolledAtMs = useRef(0);
  const offsets = useMemo(() => rowOffsets(rows, itemPx), [rows, itemPx]);
  const groups = useMemo(() => groupIndexes(rows), [rows]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = () => setHeight(Math.max(rowHeights.item, element.clientHeight - rowHeights.header));
    const observer = new ResizeObserver(measure);
    // It tells the first size before the first paint; asking for it here would lay out the page twice.
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  const onScroll = useCallback(() => {
    scrolledAtMs.current = performance.now();
    const scrollTop = scroller.current?.scrollTop ?? 0;
    setTop(Math.floor(scrollTop / stepPx) * stepPx);
  }, [scroller]);

  const isScrolling = useCallback(() => performance.now() - scrolledAtMs.current < settleMs, []);

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (element === null) return;
      const view = { top: element.scrollTop, height: element.clientHeight - rowHeights.header };
      const group = groups[index] ?? -1;
      const pinnedPx = group >= 0 && group !== index ? rowHeights.group : 0;
      element.scrollTo({ top: revealTop(offsets, index, pinnedPx, view) });
    },
    [scroller, offsets, groups],
  );

  return {
    offsets,
    groups,
    // The first paint has only what is seen; nobody scrolls before it.
    ...(isSettled ? rowWindow(offsets, top, height + stepPx) : rowWindow(offsets, top, height, 0)),
    pageRows: Math.max(1, Math.floor(height / itemPx) - 1),
    onScroll,
    isScrolling,
    reveal,
  };
}

/** The browser has come to rest after the first paint, or has had the time to. */
const settledWithinMs = 300;

function useSettled(): boolean {
  const [isSettled, setIsSettled] = useState(false);
  useEffect(() => {
    const callback = requestIdleCallback(() => setIsSettled(true), { timeout: settledWithinMs });
    return () => cancelIdleCallback(callback);
  }, []);
  return isSettled;
}
