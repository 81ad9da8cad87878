import { useCallback, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { revealTop, rowHeights, rowOffsets, rowWindow } from './grid-window.ts';

/** The window of rows moves on in steps, so that most scroll events draw nothing at all. */
const stepPx = rowHeights.item;
/** For so long after a scroll event the pointer is not taken to have chosen the row that came under it. */
const settleMs = 120;

interface GridViewport {
  offsets: Int32Array;
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
): GridViewport {
  const [top, setTop] = useState(0);
  // More than it can be; measured before the first paint.
  const [height, setHeight] = useState(() => window.innerHeight);
  const scrolledAtMs = useRef(0);
  const offsets = useMemo(() => rowOffsets(rows), [rows]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = () => setHeight(Math.max(rowHeights.item, element.clientHeight - rowHeights.header));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
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
      const view = element.clientHeight - rowHeights.header;
      element.scrollTo({ top: revealTop(offsets, index, element.scrollTop, view) });
    },
    [scroller, offsets],
  );

  return {
    offsets,
    ...rowWindow(offsets, top, height + stepPx),
    pageRows: Math.max(1, Math.floor(height / rowHeights.item) - 1),
    onScroll,
    isScrolling,
    reveal,
  };
}
