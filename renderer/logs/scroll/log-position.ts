/**
 * The scroll position of a log: pixels below the top of a row. Ten million rows are too high for an
 * element with a scrollbar.
 */
export interface Position {
  readonly row: number;
  readonly offsetPx: number;
}

/**
 * Rows `[first, end)` in a window of `viewPx`. Heights of rows that were never drawn are estimates.
 */
export interface RowLayout {
  readonly first: number;
  readonly end: number;
  readonly viewPx: number;
  readonly heightOf: (row: number) => number;
}

/** The drawn rows `[from, to)`; the first one begins `shiftPx` above the top of the window. */
export interface DrawnRows {
  readonly from: number;
  readonly to: number;
  readonly shiftPx: number;
}

/** A position this close to the end counts as the end: positions may be fractions. */
const nearEndPx = 4;

/**
 * The position at which the last row ends with the window; the top of the first row when all rows
 * fit.
 */
export function endPosition({ first, end, viewPx, heightOf }: RowLayout): Position {
  let sum = 0;
  for (let row = end - 1; row >= first; row -= 1) {
    sum += heightOf(row);
    if (sum >= viewPx) return { row, offsetPx: sum - viewPx };
  }
  return { row: first, offsetPx: 0 };
}

/** Limits a position to the rows; null at their end. */
function clampPosition(position: Position, layout: RowLayout): Position | null {
  const end = endPosition(layout);
  const { row, offsetPx } = position;
  if (row > end.row || (row === end.row && offsetPx >= end.offsetPx - nearEndPx)) return null;
  if (row < layout.first) return { row: layout.first, offsetPx: 0 };
  return { row, offsetPx: Math.min(Math.max(0, offsetPx), Math.max(0, layout.heightOf(row) - 1)) };
}

/** Scrolls by pixels, downwards if positive. Null is the end of the rows. */
export function scrollBy(from: Position | null, px: number, layout: RowLayout): Position | null {
  const { first, end, heightOf } = layout;
  let { row, offsetPx } = from ?? endPosition(layout);
  offsetPx += px;
  while (offsetPx < 0 && row > first) {
    row -= 1;
    offsetPx += heightOf(row);
  }
  while (row < end - 1 && offsetPx >= heightOf(row)) {
    offsetPx -= heightOf(row);
    row += 1;
  }
  // Rows above without a height: the position belongs to the first visible row.
  while (row < end - 1 && heightOf(row) === 0) row += 1;
  return clampPosition({ row, offsetPx: Math.max(0, offsetPx) }, layout);
}

/**
 * The rows to draw at a position (null is the end), with `overscan` more at both ends for fast
 * scrolling.
 */
export function drawnRows(position: Position | null, layout: RowLayout, overscan: number): DrawnRows {
  const { first, end, viewPx, heightOf } = layout;
  const top = position ?? endPosition(layout);
  const from = Math.max(first, top.row - overscan);
  let shiftPx = top.offsetPx;
  for (let row = from; row < top.row; row += 1) shiftPx += heightOf(row);
  let to = top.row;
  for (let seen = -top.offsetPx; seen < viewPx && to < end; to += 1) seen += heightOf(to);
  return { from, to: Math.min(end, to + overscan), shiftPx };
}

/** The position at which a row is `abovePx` below the top of the window. */
export function positionOf(row: number, abovePx: number, layout: RowLayout): Position | null {
  return scrollBy(
    { row: Math.min(Math.max(row, layout.first), Math.max(layout.first, layout.end - 1)), offsetPx: 0 },
    -abovePx,
    layout,
  );
}

/** Whether a row is completely visible. */
export function isInView(row: number, position: Position | null, layout: RowLayout): boolean {
  const top = position ?? endPosition(layout);
  if (row < top.row || (row === top.row && top.offsetPx > 0)) return false;
  let below = -top.offsetPx;
  for (let at = top.row; at <= row; at += 1) {
    below += layout.heightOf(at);
    if (below > layout.viewPx + 1) return false;
  }
  return row < layout.end;
}
