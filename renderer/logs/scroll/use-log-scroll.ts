import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import {
  drawnRows,
  type DrawnRows,
  isInView,
  type Position,
  positionOf,
  type RowLayout,
  scrollBy,
} from './log-position.ts';
import type { ReaderState } from '../reading/log-state.ts';

/** Rows drawn beyond the window, for fast scrolling. */
const overscanRows = 16;
/** Rows that stay visible when a page is turned. */
const keptRows = 1;
/**
 * After a swipe the rows glide: the factor of the speed per frame, and the speed at which they stop
 * (pixels per frame).
 */
const glide = 0.94;
const slowestGlide = 0.5;

export interface LogScroll {
  /** The ref of the element that is the window. */
  readonly attach: (element: HTMLElement | null) => void;
  readonly isFollowing: boolean;
  readonly drawn: DrawnRows;
  readonly layout: RowLayout;
  readonly position: Position | null;
  /** How many of the last rows are drawn while following. */
  readonly tailRows: number;
  /** Rows that were added since following paused. */
  readonly newRows: number;
  readonly scroll: (px: number) => void;
  readonly page: (direction: 1 | -1) => void;
  /**
   * Scrolls to a row, at a share of the window's height below its top; to a share of the rows; to
   * the first row.
   */
  readonly goToRow: (row: number, aboveShare: number) => void;
  readonly goToShare: (share: number) => void;
  readonly goToStart: () => void;
  /** Scrolls to the end and follows new rows. */
  readonly follow: () => void;
  readonly showsRow: (row: number) => boolean;
  /** Takes the measured heights of drawn rows. */
  readonly measured: (heights: readonly (readonly [row: number, px: number])[]) => void;
}

interface ScrollOptions {
  readonly state: ReaderState;
  /** Height of a row with one line of text. */
  readonly rowPx: number;
  /** Whether a row is not drawn. */
  readonly isHidden: (row: number) => boolean;
  /** Changes when the heights of rows change. */
  readonly heightsKey: string;
}

/**
 * The scroll position of a log. Scrolling up pauses, and reaching the end follows again. Older rows
 * that are found do not move the view.
 */
export function useLogScroll({ state, rowPx, isHidden, heightsKey }: ScrollOptions): LogScroll {
  const { rows, numbering, landing } = state;
  const [element, attach] = useState<HTMLElement | null>(null);
  const [viewPx, setViewPx] = useState(600);
  const [position, setPosition] = useState<Position | null>(null);
  const [pausedEnd, setPausedEnd] = useState(0);
  const [known, setKnown] = useState({ numbering, heightsKey });
  const [heights, setHeights] = useState(() => ({ of: new Map<number, number>() }));

  const layout: RowLayout = useMemo(
    () => ({
      ...rows,
      viewPx,
      heightOf: (row) => (isHidden(row) ? 0 : (heights.of.get(row) ?? rowPx)),
    }),
    [rows, viewPx, rowPx, isHidden, heights],
  );

  let now = position;
  if (known.numbering !== numbering || known.heightsKey !== heightsKey) {
    // Other row numbers or heights: the measured heights are invalid.
    setKnown({ numbering, heightsKey });
    setHeights({ of: new Map() });
    if (known.numbering !== numbering) {
      now = landing === null ? null : positionOf(landing, viewPx / 3, layout);
      setPosition(now);
      setPausedEnd(rows.end);
    }
  } else if (now !== null && now.row < rows.first) {
    // The row at the top was dropped.
    now = { row: rows.first, offsetPx: 0 };
  }

  // The input of the handlers below, which keep their identity so that rows and listeners stay.
  const latest = useRef({ now, layout, rowPx });
  useLayoutEffect(() => {
    latest.current = { now, layout, rowPx };
  });
  const moves = useMemo(() => {
    const move = (change: (from: Position | null, layout: RowLayout) => Position | null) => {
      const { now: from, layout: rowsNow } = latest.current;
      const next = change(from, rowsNow);
      latest.current.now = next;
      if (from === null && next !== null) setPausedEnd(rowsNow.end);
      setPosition(next);
    };
    const scroll = (px: number) => move((from, rowsNow) => scrollBy(from, px, rowsNow));
    return {
      scroll,
      page(direction: 1 | -1) {
        const { layout: rowsNow, rowPx: px } = latest.current;
        scroll(direction * px * Math.max(1, Math.floor(rowsNow.viewPx / px) - keptRows));
      },
      goToRow(row: number, aboveShare: number) {
        move((_from, rowsNow) => positionOf(row, rowsNow.viewPx * aboveShare, rowsNow));
      },
      goToShare(share: number) {
        const { layout: rowsNow, rowPx: px } = latest.current;
        const last = Math.max(0, rowsNow.end - rowsNow.first - rowsNow.viewPx / px);
        const at = Math.min(1, Math.max(0, share)) * last;
        move(() => scrollBy({ row: rowsNow.first + Math.floor(at), offsetPx: 0 }, (at % 1) * px, rowsNow));
      },
      goToStart() {
        move((_from, rowsNow) => positionOf(rowsNow.first, 0, rowsNow));
      },
      follow() {
        move(() => null);
      },
      measured(found: readonly (readonly [row: number, px: number])[]) {
        const news = found.filter(([row, px]) => Math.abs((heights.of.get(row) ?? latest.current.rowPx) - px) >= 0.5);
        if (news.length === 0) return;
        for (const [row, px] of news) heights.of.set(row, px);
        // The same map in a new object: earlier measurements stay.
        setHeights({ of: heights.of });
      },
    };
  }, [heights.of]);

  useLayoutEffect(() => {
    if (element === null) return undefined;
    const measure = () => setViewPx(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  useWheelAndTouch(element, moves.scroll, rowPx);

  return {
    attach,
    isFollowing: now === null,
    drawn: drawnRows(now, layout, overscanRows),
    layout,
    position: now,
    tailRows: Math.ceil(viewPx / rowPx) + overscanRows,
    newRows: now === null ? 0 : Math.max(0, rows.end - pausedEnd),
    ...moves,
    showsRow: (row) => isInView(row, now, layout),
  };
}

/** Scrolls with wheel, trackpad and touch. The browser scrolls sideways. */
function useWheelAndTouch(element: HTMLElement | null, scroll: (px: number) => void, rowPx: number): void {
  const lineHeight = useRef(rowPx);
  useEffect(() => {
    lineHeight.current = rowPx;
  }, [rowPx]);
  useEffect(() => {
    if (element === null) return undefined;
    let waiting = 0;
    let frame = 0;
    // Wheel events come more often than frames.
    const scrollSoon = (px: number) => {
      waiting += px;
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        const all = waiting;
        waiting = 0;
        scroll(all);
      });
    };
    const onWheel = (event: WheelEvent) => {
      const { deltaX, deltaY, deltaMode, ctrlKey, shiftKey } = event;
      if (ctrlKey || shiftKey || Math.abs(deltaX) > Math.abs(deltaY)) return;
      event.preventDefault();
      const stepPx =
        deltaMode === WheelEvent.DOM_DELTA_LINE
          ? lineHeight.current
          : deltaMode === WheelEvent.DOM_DELTA_PAGE
            ? element.clientHeight
            : 1;
      scrollSoon(deltaY * stepPx);
    };
    let lastY: number | null = null;
    let speed = 0;
    let gliding = 0;
    const onTouchStart = ({ touches: [touch] }: TouchEvent) => {
      cancelAnimationFrame(gliding);
      lastY = touch?.clientY ?? null;
      speed = 0;
    };
    const onTouchMove = ({ touches: [touch] }: TouchEvent) => {
      if (touch === undefined || lastY === null) return;
      speed = lastY - touch.clientY;
      lastY = touch.clientY;
      scrollSoon(speed);
    };
    const onTouchEnd = () => {
      lastY = null;
      const step = () => {
        speed *= glide;
        if (Math.abs(speed) < slowestGlide) return;
        scrollSoon(speed);
        gliding = requestAnimationFrame(step);
      };
      gliding = requestAnimationFrame(step);
    };
    // The element scrolls sideways for long lines; the browser must not scroll it down.
    const onScroll = () => {
      if (element.scrollTop !== 0) element.scrollTop = 0;
    };
    const quiet = { passive: true };
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('touchstart', onTouchStart, quiet);
    element.addEventListener('touchmove', onTouchMove, quiet);
    element.addEventListener('touchend', onTouchEnd, quiet);
    element.addEventListener('scroll', onScroll, quiet);
    return () => {
      cancelAnimationFrame(frame);
      cancelAnimationFrame(gliding);
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('touchstart', onTouchStart);
      element.removeEventListener('touchmove', onTouchMove);
      element.removeEventListener('touchend', onTouchEnd);
      element.removeEventListener('scroll', onScroll);
    };
  }, [element, scroll]);
}
