/** Heights in pixels; the same as `--h-row`, `--h-row-tall`, `--h-group` and `--h-thead`, because places are reckoned without measuring. */
export const rowHeights = { item: 36, tall: 52, group: 32, header: 28 } as const;

/** Rows beyond each edge of what is seen, so that a flick of the wheel does not show an empty place. */
const overscanRows = 10;
/** The document stays small whatever the window's height: overscan gives way before rows that are seen do. */
const mostRows = 80;

/** Where each row begins, and after the last one where it ends: `rows.length + 1` numbers. `itemPx` is the height of an object's row. */
export function rowOffsets(rows: readonly { kind: 'item' | 'group' }[], itemPx: number = rowHeights.item): Int32Array {
  const offsets = new Int32Array(rows.length + 1);
  let y = 0;
  rows.forEach((row, index) => {
    offsets[index] = y;
    y += row.kind === 'item' ? itemPx : rowHeights.group;
  });
  offsets[rows.length] = y;
  return offsets;
}

/** The row that covers `y`; the first or the last one when `y` lies outside. */
export function rowAt(offsets: Int32Array, y: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The rows to draw for a view of `height` pixels at `top`: from `start` up to, without, `end`. */
export function rowWindow(
  offsets: Int32Array,
  top: number,
  height: number,
  overscan = overscanRows,
): { start: number; end: number } {
  const count = offsets.length - 1;
  if (count === 0) return { start: 0, end: 0 };
  const first = rowAt(offsets, top);
  const last = rowAt(offsets, top + height);
  const spare = Math.max(0, Math.min(overscan, Math.floor((mostRows - (last - first + 1)) / 2)));
  return { start: Math.max(0, first - spare), end: Math.min(count, last + 1 + spare) };
}

/**
 * The scroll position at which the row is seen wholly, as near as can be to the present one. `pinnedPx` are covered at the top, by the
 * headline of the row's group.
 */
export function revealTop(
  offsets: Int32Array,
  index: number,
  pinnedPx: number,
  view: { readonly top: number; readonly height: number },
): number {
  const rowTop = offsets[index] ?? 0;
  const rowBottom = offsets[index + 1] ?? rowTop;
  if (rowTop < view.top + pinnedPx) return rowTop - pinnedPx;
  return Math.max(view.top, rowBottom - view.height);
}

/** The rows in the document, in their order: the window, and the active row wherever it is, so that it can keep the focus. */
export function drawnIndexes(start: number, end: number, activeIndex: number, count: number): number[] {
  const indexes = Array.from({ length: end - start }, (_, offset) => start + offset);
  if (activeIndex >= count || (activeIndex >= start && activeIndex < end)) return indexes;
  return activeIndex < start ? [activeIndex, ...indexes] : [...indexes, activeIndex];
}

/** For each row the row of the group that it is under, or that it is itself; -1 for rows before the first group. */
export function groupIndexes(rows: readonly { kind: 'item' | 'group' }[]): Int32Array {
  const groups = new Int32Array(rows.length);
  let group = -1;
  rows.forEach(({ kind }, index) => {
    if (kind === 'group') group = index;
    groups[index] = group;
  });
  return groups;
}

/** Rows that scroll together under one headline. */
export interface GridSection {
  /** The row of the headline; -1 when there is none. */
  readonly group: number;
  readonly topPx: number;
  readonly heightPx: number;
  /** The rows of it that are in the document, the headline first. */
  readonly indexes: readonly number[];
}

/** The drawn rows by their groups. A group that is drawn at all is drawn with its headline, which stays in view. */
export function drawnSections(drawn: readonly number[], groups: Int32Array, offsets: Int32Array): GridSection[] {
  const sections: { group: number; topPx: number; heightPx: number; indexes: number[] }[] = [];
  for (const index of drawn) {
    const group = groups[index] ?? -1;
    let section = sections.at(-1);
    if (section?.group !== group) {
      const topPx = offsets[Math.max(0, group)] ?? 0;
      section = { group, topPx, heightPx: (offsets[groupEnd(groups, group)] ?? 0) - topPx, indexes: [] };
      if (group >= 0 && group !== index) section.indexes.push(group);
      sections.push(section);
    }
    section.indexes.push(index);
  }
  return sections;
}

/** The row after the last one of a group. Groups follow each other, so that the first row of a later one is found by halving. */
function groupEnd(groups: Int32Array, group: number): number {
  let low = Math.max(0, group);
  let high = groups.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((groups[middle] ?? 0) <= group) low = middle + 1;
    else high = middle;
  }
  return low;
}
