import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { LogState } from './log-follow.ts';

/** Every row of a log has this height in pixels: places are reckoned, never measured. */
export const rowPx = 20;
/** Beyond what is seen, so that a flick of the wheel meets lines and not emptiness. */
const overscanRows = 20;
/** Nearer than this to the end is at the end: scroll positions can be fractions. */
const nearEndPx = 8;

export interface FollowScroll {
  /** The ref of the element that scrolls. */
  readonly attach: (element: HTMLDivElement | null) => void;
  /** The newest line is kept in view. */
  readonly isFollowing: boolean;
  /** How many of the last lines are drawn while following. */
  readonly tailRows: number;
  /** How many lines came since somebody began to read. */
  readonly newLines: number;
  /** Line numbers to draw: `[fromLine, toLine)`. */
  readonly fromLine: number;
  readonly toLine: number;
  readonly onScroll: () => void;
  /** Goes to the end, and stays there. */
  readonly follow: () => void;
}

/** Where a log is scrolled to. Scrolling up pauses; coming to the end follows again. */
export function useFollowScroll({ firstLine, endLine, generation }: LogState): FollowScroll {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [isFollowing, setIsFollowing] = useState(true);
  const [topRow, setTopRow] = useState(0);
  const [viewRows, setViewRows] = useState(40);
  const [pausedAt, setPausedAt] = useState(0);
  const shown = useRef({ firstLine, generation });

  const count = endLine - firstLine;
  const lastTop = Math.max(0, count - viewRows);
  const top = isFollowing ? lastTop : Math.min(topRow, lastTop);

  const onScroll = useCallback(() => {
    if (scroller === null) return;
    const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - nearEndPx;
    setTopRow(Math.floor(scroller.scrollTop / rowPx));
    setIsFollowing((was) => {
      if (was && !isAtEnd) setPausedAt(endLine);
      return isAtEnd;
    });
  }, [scroller, endLine]);

  const follow = useCallback(() => {
    setIsFollowing(true);
    scroller?.scrollTo({ top: scroller.scrollHeight });
  }, [scroller]);

  // After each drawing: the height of what is scrolled has just changed, or not, which costs nothing.
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { firstLine, generation };
    if (scroller === null) return;
    if (isFollowing) {
      scroller.scrollTo({ top: scroller.scrollHeight });
    } else if (before.generation === generation && firstLine > before.firstLine) {
      // Old lines went away above: what is being read stays where it is.
      scroller.scrollBy({ top: -(firstLine - before.firstLine) * rowPx });
    }
  });

  useLayoutEffect(() => {
    if (scroller === null) return undefined;
    const measure = () => setViewRows(Math.ceil(scroller.clientHeight / rowPx) + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [scroller]);

  return {
    attach: setScroller,
    isFollowing,
    tailRows: viewRows + overscanRows,
    newLines: isFollowing ? 0 : Math.max(0, endLine - pausedAt),
    fromLine: firstLine + Math.max(0, top - overscanRows),
    toLine: Math.min(endLine, firstLine + top + viewRows + overscanRows),
    onScroll,
    follow,
  };
}
