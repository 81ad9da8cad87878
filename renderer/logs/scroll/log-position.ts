/** Where a log is scrolled to: so many pixels below the top of a row. No element is as high as ten million rows. */
export interface Position {
  readonly row: number;
  readonly offsetPx: number;
}

/** Rows `[first, end)` in a window of `viewPx`. Heights of rows that were never drawn are guesses. */
export interface RowLayout {
  readonly first: number;
  readonly end: number;
  readonly viewPx: number;
  readonly heightOf: (row: number) => number;
}

/** What is drawn of a log: rows `[from, to)`, the first of them `shiftPx` above the window's top. */
export interface DrawnRows {
  readonly from: number;
  readonly to: number;
  readonly shiftPx: number;
}

/** Less than this from the end is at the end: positions can be fractions. */
const nearEndPx = 4;

/** The position at which the last row ends with the window; the first row's top when all rows fit. */
export function endPosition({ first, end, viewPx, heightOf }: RowLayout): Position {
  let sum = 0;
  for (let row = end - 1; row >= first; row -= 1) {
    sum += heightOf(row);
    if (sum >= viewPx) return { row, offsetPx: sum - viewPx };
  }
  return { row: first, offsetPx: 0 };
}

/** A position within the rows; null when it is at their end. */
function clampPosition(position: Position, layout: RowLayout): Position | null {
  const end = endPosition(layout);
  const { row, offsetPx } = position;
  if (row > end.row || (row === end.row && offsetPx >= end.offsetPx - nearEndPx)) return null;
  if (row < layout.first) return { row: layout.first, offsetPx: 0 };
  return { row, offsetPx: Math.min(Math.max(0, offsetPx), Math.max(0, layout.heightOf(row) - 1)) };
}

/** Scrolls by pixels, down with positive ones; null at the end of the rows. From null, from the end. */
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
  // Rows without a height, above: the position belongs to the one that is seen.
  while (row < end - 1 && heightOf(row) === 0) row += 1;
  return clampPosition({ row, offsetPx: Math.max(0, offsetPx) }, layout);
}

/** The rows to draw; null is the end. Some more than is seen, so that a flick of the wheel meets lines. */
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

/** The position at which a row has this much of the window above it. */
export function positionOf(row: number, abovePx: number, layout: RowLayout): Position | null {
  return scrollBy(
    { row: Math.min(Math.max(row, layout.first), Math.max(layout.first, layout.end - 1)), offsetPx: 0 },
    -abovePx,
    layout,
  );
}

/** Whether a row is seen whole. */
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
