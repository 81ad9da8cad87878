import type { Container } from '../../../engine/contract/containers.ts';
import { needsAttention } from '../../objects/container-status.ts';
import {
  arrange,
  type ArrangeOptions,
  type Arrangement,
  compareGroups,
  type ContainerGroup,
  countIn,
  finish,
  makeGroup,
  type SegmentCounts,
  type View,
  viewOf,
} from './arrange.ts';
import { type ContainerRow, rowOf } from './container-row.ts';

/** More changes than this at once are not what somebody follows row by row: the list is made anew. */
const mostChanges = 500;

interface Change {
  readonly before: Container | undefined;
  readonly after: Container | undefined;
}

type Changes = ReadonlyMap<string, Change>;

/** Arranges one list again and again: each time from where it was, so that a small patch of a large list costs little. */
export function createArranger(): (containers: ReadonlyMap<string, Container>, options: ArrangeOptions) => Arrangement {
  let previous: Arrangement | null = null;
  return (containers, options) => {
    previous = rearrange(previous, containers, options);
    return previous;
  };
}

/**
 * The next arrangement after `previous`. Groups that no change touches keep their identity, so that nothing below
 * them is drawn again. Without a held order the answer is the same as `arrange` gives.
 */
export function rearrange(
  previous: Arrangement | null,
  containers: ReadonlyMap<string, Container>,
  options: ArrangeOptions,
): Arrangement {
  if (previous === null || !isSameView(previous.options, options)) return arrange(containers, options);
  // An order that was held and is let go is sorted anew.
  if (previous.waiting > 0 && !options.hold) return arrange(containers, options);
  const changes = changesBetween(previous.containers, containers);
  if (changes === null) return arrange(containers, options);
  const counts = countChanges(previous, changes, options);
  const groups = changes.size === 0 ? previous.groups : changeGroups(previous.groups, changes, options);
  return finish(groups, counts, containers, options);
}

function isSameView(a: ArrangeOptions, b: ArrangeOptions): boolean {
  return (
    a.isGrouped === b.isGrouped &&
    a.segment === b.segment &&
    a.filter === b.filter &&
    a.sort.column === b.sort.column &&
    a.sort.down === b.sort.down &&
    // What needs attention depends on the time.
    (a.segment !== 'attention' || a.nowMs === b.nowMs)
  );
}

/** Null when there are too many. Rows that did not change keep their identity from one map to the next. */
function changesBetween(before: ReadonlyMap<string, Container>, after: ReadonlyMap<string, Container>): Changes | null {
  const changes = new Map<string, Change>();
  if (before === after) return changes;
  let added = 0;
  for (const [id, container] of after) {
    const earlier = before.get(id);
    if (earlier === container) continue;
    if (earlier === undefined) added += 1;
    changes.set(id, { before: earlier, after: container });
    if (changes.size > mostChanges) return null;
  }
  if (after.size - added < before.size) {
    for (const [id, container] of before) if (!after.has(id)) changes.set(id, { before: container, after: undefined });
  }
  return changes.size > mostChanges ? null : changes;
}

function countChanges(previous: Arrangement, changes: Changes, { nowMs }: ArrangeOptions): SegmentCounts {
  const isLater = previous.options.nowMs !== nowMs;
  if (changes.size === 0 && !isLater) return previous.counts;
  const counts = { ...previous.counts };
  if (isLater) {
    // Whatever failed a day ago no longer needs attention: only that count depends on the time.
    counts.attention = 0;
    for (const container of previous.containers.values()) if (needsAttention(container, nowMs)) counts.attention += 1;
  }
  for (const { before, after } of changes.values()) {
    if (before !== undefined) countIn(counts, before, nowMs, -1);
    if (after !== undefined) countIn(counts, after, nowMs, 1);
  }
  return counts;
}

function changeGroups(
  groups: readonly ContainerGroup[],
  changes: Changes,
  options: ArrangeOptions,
): readonly ContainerGroup[] {
  const view = viewOf(options);
  const touched = new Set<string>();
  for (const { before, after } of changes.values()) {
    if (before !== undefined) touched.add(view.keyOf(before));
    if (after !== undefined) touched.add(view.keyOf(after));
  }
  const changed = new Map<string, ContainerGroup | null>();
  const earlier = new Map(groups.map((group) => [group.key, group]));
  for (const key of touched) changed.set(key, changeGroup(key, earlier.get(key), changes, view, options.hold));
  const isSameKeys = [...changed].every(([key, group]) => (group === null) !== earlier.has(key));
  if (isSameKeys) return groups.map((group) => changed.get(group.key) ?? group);
  const made = [...changed.values()].filter((group): group is ContainerGroup => group !== null);
  return [...groups.filter(({ key }) => !changed.has(key)), ...made].sort(compareGroups);
}

/** Null when nothing is left in it. */
function changeGroup(
  key: string,
  earlier: ContainerGroup | undefined,
  changes: Changes,
  view: View,
  hold: boolean,
): ContainerGroup | null {
  const rows = changeRows(key, earlier?.rows ?? [], changes, view, hold);
  if (rows.length === 0) return null;
  const waiting = hold ? countDescents(rows, view) : 0;
  const isSame = earlier?.rows.length === rows.length && rows.every((row, at) => row === earlier.rows[at]);
  return isSame && earlier.waiting === waiting ? earlier : makeGroup(key, rows, waiting);
}

function changeRows(
  key: string,
  rows: readonly ContainerRow[],
  changes: Changes,
  view: View,
  hold: boolean,
): readonly ContainerRow[] {
  const incoming = new Map<string, ContainerRow>();
  for (const [id, { after }] of changes) {
    if (after === undefined || view.keyOf(after) !== key) continue;
    const row = rowOf(after);
    if (view.passes(row)) incoming.set(id, row);
  }
  const next: ContainerRow[] = [];
  for (const row of rows) {
    if (!changes.has(row.id)) {
      next.push(row);
      continue;
    }
    const changed = incoming.get(row.id);
    if (hold && changed !== undefined) {
      next.push(changed);
      incoming.delete(row.id);
    }
  }
  for (const row of incoming.values()) {
    const at = hold ? firstAfter(next, row, view) : placeOf(next, row, view);
    next.splice(at, 0, row);
  }
  return next;
}

/** In a held order: before the first row that it sorts before. */
function firstAfter(rows: readonly ContainerRow[], row: ContainerRow, { compare }: View): number {
  const at = rows.findIndex((held) => compare(row, held) < 0);
  return at === -1 ? rows.length : at;
}

/** In a sorted order, by halving. */
function placeOf(rows: readonly ContainerRow[], row: ContainerRow, { compare }: View): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = rows[middle];
    if (there !== undefined && compare(there, row) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countDescents(rows: readonly ContainerRow[], { compare }: View): number {
  let descents = 0;
  let before: ContainerRow | undefined;
  for (const row of rows) {
    if (before !== undefined && compare(before, row) > 0) descents += 1;
    before = row;
  }
  return descents;
}
