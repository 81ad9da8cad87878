import type { Container } from '../../../engine/contract/containers.ts';
import {
  isActive,
  isStopped,
  needsAttention,
  type Segment,
  type StatusGlyphName,
} from '../../objects/container-status.ts';
import { compareText, toNaturalKey } from '../../objects/natural-order.ts';
import { type ContainerRow, rowOf } from './container-row.ts';
import { comparatorOf, type SortOrder } from './sort.ts';

export interface ArrangeOptions {
  readonly segment: Segment;
  /** Words that must all be found; case aside. */
  readonly filter: string;
  readonly sort: SortOrder;
  /** By compose project; else all in one. */
  readonly isGrouped: boolean;
  readonly nowMs: number;
  /** Keep the order while someone points at the list or works in it: rows change where they are. */
  readonly hold: boolean;
}

export interface TallyEntry {
  readonly glyph: StatusGlyphName;
  readonly count: number;
}

/** One compose project, or the containers of none (`project` null). */
export interface ContainerGroup {
  readonly key: string;
  readonly project: string | null;
  readonly file: string | null;
  readonly rows: readonly ContainerRow[];
  readonly tally: readonly TallyEntry[];
}

export interface Arrangement {
  readonly groups: readonly ContainerGroup[];
  readonly counts: Readonly<Record<Segment, number>>;
  /** How many rows are shown, and how many there are. */
  readonly shown: number;
  readonly total: number;
  /** How many rows would move if the order were not held. */
  readonly waiting: number;
  readonly options: ArrangeOptions;
}

/** The key of the group of containers that belong to no project; project names cannot hold a space. */
export const noProjectKey = ' none';

/**
 * The list as the page shows it. The earlier arrangement is only a hint: sorting what is nearly sorted takes one
 * pass, and groups that did not change keep their identity, so that nothing below them is drawn again.
 */
export function arrange(
  previous: Arrangement | null,
  containers: ReadonlyMap<string, Container>,
  options: ArrangeOptions,
): Arrangement {
  const counts = countSegments(containers, options.nowMs);
  const buckets = fillBuckets(previous, containers, options);
  const hold = options.hold && previous !== null && sameView(previous.options, options);
  const compare = comparatorOf(options.sort, options.isGrouped);
  const earlier = new Map(previous?.groups.map((group) => [group.key, group]));
  let shown = 0;
  let waiting = 0;
  const groups = [...buckets.entries()].map(([key, bucket]) => {
    shown += bucket.kept.length + bucket.added.length;
    const rows = hold ? insertInOrder(bucket, compare) : [...bucket.kept, ...bucket.added].sort(compare);
    if (hold) waiting += countDescents(rows, compare);
    return keepIdentity(earlier.get(key), key, rows, options.isGrouped);
  });
  groups.sort(compareGroups);
  return { groups, counts, shown, total: containers.size, waiting, options };
}

/** Arranges one list again and again: each time from where it was. */
export function createArranger(): (containers: ReadonlyMap<string, Container>, options: ArrangeOptions) => Arrangement {
  let previous: Arrangement | null = null;
  return (containers, options) => {
    previous = arrange(previous, containers, options);
    return previous;
  };
}

interface Bucket {
  /** Rows that the earlier arrangement had here, in its order. */
  readonly kept: ContainerRow[];
  readonly added: ContainerRow[];
}

function fillBuckets(
  previous: Arrangement | null,
  containers: ReadonlyMap<string, Container>,
  { segment, filter, nowMs, isGrouped }: ArrangeOptions,
): Map<string, Bucket> {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const buckets = new Map<string, Bucket>();
  const keyOf = ({ project }: Container): string => (isGrouped ? (project ?? noProjectKey) : noProjectKey);
  const bucketOf = (container: Container): Bucket => {
    const key = keyOf(container);
    let bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, (bucket = { kept: [], added: [] }));
    return bucket;
  };
  const passes = (row: ContainerRow): boolean =>
    segments[segment](row.container, nowMs) && words.every((word) => row.searchText.includes(word));
  const placed = new Set<string>();
  for (const group of previous?.groups ?? []) {
    for (const { id } of group.rows) {
      const container = containers.get(id);
      if (container === undefined || keyOf(container) !== group.key) continue;
      placed.add(id);
      const row = rowOf(container);
      if (passes(row)) bucketOf(container).kept.push(row);
    }
  }
  for (const container of containers.values()) {
    if (placed.has(container.id)) continue;
    const row = rowOf(container);
    if (passes(row)) bucketOf(container).added.push(row);
  }
  return buckets;
}

const segments: Record<Segment, (container: Container, nowMs: number) => boolean> = {
  all: () => true,
  running: isActive,
  stopped: isStopped,
  attention: needsAttention,
};

function countSegments(containers: ReadonlyMap<string, Container>, nowMs: number): Record<Segment, number> {
  const counts = { all: containers.size, running: 0, stopped: 0, attention: 0 };
  for (const container of containers.values()) {
    if (isActive(container)) counts.running += 1;
    else if (isStopped(container)) counts.stopped += 1;
    if (needsAttention(container, nowMs)) counts.attention += 1;
  }
  return counts;
}

function sameView(a: ArrangeOptions, b: ArrangeOptions): boolean {
  return (
    a.isGrouped === b.isGrouped &&
    a.segment === b.segment &&
    a.filter === b.filter &&
    a.sort.column === b.sort.column &&
    a.sort.down === b.sort.down
  );
}

type Compare = (a: ContainerRow, b: ContainerRow) => number;

/** So many new rows at once are not what someone works on: they are sorted in with the rest. */
const maximumInserts = 50;

/** New rows go before the first held row that they sort before; held rows stay in the order that they have. */
function insertInOrder({ kept, added }: Bucket, compare: Compare): ContainerRow[] {
  const rows = [...kept];
  if (added.length > maximumInserts) return [...rows, ...added].sort(compare);
  for (const row of added) {
    const index = rows.findIndex((held) => compare(row, held) < 0);
    rows.splice(index === -1 ? rows.length : index, 0, row);
  }
  return rows;
}

function countDescents(rows: readonly ContainerRow[], compare: Compare): number {
  let descents = 0;
  let before: ContainerRow | undefined;
  for (const row of rows) {
    if (before !== undefined && compare(before, row) > 0) descents += 1;
    before = row;
  }
  return descents;
}

function keepIdentity(
  earlier: ContainerGroup | undefined,
  key: string,
  rows: readonly ContainerRow[],
  isGrouped: boolean,
): ContainerGroup {
  const project = isGrouped ? (rows[0]?.container.project ?? null) : null;
  if (
    earlier !== undefined &&
    earlier.project === project &&
    earlier.rows.length === rows.length &&
    earlier.rows.every((row, i) => row === rows[i])
  ) {
    return earlier;
  }
  return {
    key,
    project,
    file: rows.find(({ container }) => container.projectFile !== null)?.container.projectFile ?? null,
    rows,
    tally: tallyOf(rows),
  };
}

/** What runs comes first in a tally, then what needs a person, then what rests. */
const tallyOrder: readonly StatusGlyphName[] = [
  'healthy',
  'running',
  'starting',
  'paused',
  'unhealthy',
  'restarting',
  'failed',
  'removing',
  'stopped',
  'created',
];

function tallyOf(rows: readonly ContainerRow[]): TallyEntry[] {
  const counts = new Map<StatusGlyphName, number>();
  for (const { status } of rows) counts.set(status.glyph, (counts.get(status.glyph) ?? 0) + 1);
  return tallyOrder.flatMap((glyph) => {
    const count = counts.get(glyph);
    return count === undefined ? [] : [{ glyph, count }];
  });
}

function compareGroups(a: ContainerGroup, b: ContainerGroup): number {
  if (a.project === null || b.project === null) return Number(a.project === null) - Number(b.project === null);
  return compareText(toNaturalKey(a.project), toNaturalKey(b.project)) || compareText(a.project, b.project);
}
