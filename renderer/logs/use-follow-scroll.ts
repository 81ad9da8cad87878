import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { LogState } from './log-follow.ts';

/** Every row of a log has this height in pixels: places are reckoned, never measured. */
export const rowPx = 20;
/** Beyond what is seen, so that a flick of the wheel meets lines and not emptiness. */
const overscanRows = 20;
/** Nearer than this to the end is at the end: scroll positions can be fractions. */
const nearEndPx = 8;

export interface FollowScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** The newest line is kept in view. */
  readonly isFollowing: boolean;
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
  const scroller = useRef<HTMLDivElement>(null);
  const [isFollowing, setIsFollowing] = useState(true);
  const [topRow, setTopRow] = useState(0);
  const [viewRows, setViewRows] = useState(40);
  const [pausedAt, setPausedAt] = useState(0);
  const shown = useRef({ firstLine, generation });

  const count = endLine - firstLine;
  const lastTop = Math.max(0, count - viewRows);
  const top = isFollowing ? lastTop : Math.min(topRow, lastTop);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - nearEndPx;
    setTopRow(Math.floor(element.scrollTop / rowPx));
    setIsFollowing((was) => {
      if (was && !isAtEnd) setPausedAt(endLine);
      return isAtEnd;
    });
  }, [endLine]);

  const follow = useCallback(() => {
    setIsFollowing(true);
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    const before = shown.current;
    shown.current = { firstLine, generation };
    if (element === null) return;
    if (isFollowing) {
      element.scrollTop = element.scrollHeight;
    } else if (before.generation === generation && firstLine > before.firstLine) {
      // Old lines went away above: what is being read stays where it is.
      element.scrollTop -= (firstLine - before.firstLine) * rowPx;
    }
  }, [isFollowing, firstLine, endLine, generation, viewRows]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = () => setViewRows(Math.ceil(element.clientHeight / rowPx) + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [count === 0]);

  return {
    scroller,
    isFollowing,
    newLines: isFollowing ? 0 : Math.max(0, endLine - pausedAt),
    fromLine: firstLine + Math.max(0, top - overscanRows),
    toLine: Math.min(endLine, firstLine + top + viewRows + overscanRows),
    onScroll,
    follow,
  };
}
