/** As much of a row as selecting needs. */
export interface SelectableRow {
  kind: 'item' | 'group';
  id: string;
}

/** The selection with one row added or taken away. */
export function toggled(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The items between two rows, both included, whichever comes first; nothing when one of them is not listed. */
export function rangeIds(rows: readonly SelectableRow[], oneId: string, otherId: string): string[] {
  const one = rows.findIndex((row) => row.id === oneId);
  const other = rows.findIndex((row) => row.id === otherId);
  if (one < 0 || other < 0) return [];
  return rows
    .slice(Math.min(one, other), Math.max(one, other) + 1)
    .filter((row) => row.kind === 'item')
    .map((row) => row.id);
}

/**
 * The selection when its moving end goes from `headId` to `toId` while `anchorId` stays: what only the old range held is let go, what was
 * selected outside of it stays.
 */
export function extended(
  rows: readonly SelectableRow[],
  selected: ReadonlySet<string>,
  anchorId: string,
  headId: string,
  toId: string,
): ReadonlySet<string> {
  const next = new Set(selected);
  for (const id of rangeIds(rows, anchorId, headId)) next.delete(id);
  for (const id of rangeIds(rows, anchorId, toId)) next.add(id);
  return next;
}

/** Every item that is listed, and those that were selected and are not listed now. */
export function withAll(rows: readonly SelectableRow[], selected: ReadonlySet<string>): ReadonlySet<string> {
  const next = new Set(selected);
  for (const row of rows) if (row.kind === 'item') next.add(row.id);
  return next;
}

/** What the checkbox over the list shows. */
export function selectionState(rows: readonly SelectableRow[], selected: ReadonlySet<string>): boolean | 'mixed' {
  if (selected.size === 0) return false;
  let some = false;
  let all = true;
  for (const row of rows) {
    if (row.kind === 'group') continue;
    if (selected.has(row.id)) some = true;
    else all = false;
  }
  return some && (all || 'mixed');
}
