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
  /** How many rows would move if the order were not held. */
  readonly waiting: number;
}

export type SegmentCounts = Readonly<Record<Segment, number>>;

export interface Arrangement {
  readonly groups: readonly ContainerGroup[];
  readonly counts: SegmentCounts;
  /** How many rows are shown, and how many there are. */
  readonly shown: number;
  readonly total: number;
  /** How many rows would move if the order were not held. */
  readonly waiting: number;
  readonly options: ArrangeOptions;
  readonly containers: ReadonlyMap<string, Container>;
}

/** The key of the group of containers that belong to no project; project names cannot hold a space. */
const noProjectKey = ' none';

/** The list as the page shows it, from nothing. */
export function arrange(containers: ReadonlyMap<string, Container>, options: ArrangeOptions): Arrangement {
  const view = viewOf(options);
  const buckets = new Map<string, ContainerRow[]>();
  for (const container of containers.values()) {
    const row = rowOf(container);
    if (!view.passes(row)) continue;
    const key = view.keyOf(container);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [row]);
    else bucket.push(row);
  }
  const groups = [...buckets].map(([key, rows]) => makeGroup(key, rows.sort(view.compare), 0));
  return finish(groups.sort(compareGroups), countSegments(containers, options.nowMs), containers, options);
}

/** The sums over the groups. */
export function finish(
  groups: readonly ContainerGroup[],
  counts: SegmentCounts,
  containers: ReadonlyMap<string, Container>,
  options: ArrangeOptions,
): Arrangement {
  let shown = 0;
  let waiting = 0;
  for (const group of groups) {
    shown += group.rows.length;
    waiting += group.waiting;
  }
  return { groups, counts, shown, total: containers.size, waiting, options, containers };
}

/** The options as functions. */
export interface View {
  readonly passes: (row: ContainerRow) => boolean;
  readonly keyOf: (container: Container) => string;
  readonly compare: (a: ContainerRow, b: ContainerRow) => number;
}

/** What the options let through, where it goes, and in which order. */
export function viewOf({ segment, filter, nowMs, isGrouped, sort }: ArrangeOptions): View {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const isInSegment = segments[segment];
  return {
    passes: (row) => isInSegment(row.container, nowMs) && words.every((word) => row.searchText.includes(word)),
    keyOf: ({ project }) => (isGrouped ? (project ?? noProjectKey) : noProjectKey),
    compare: comparatorOf(sort, isGrouped),
  };
}

const segments: Record<Segment, (container: Container, nowMs: number) => boolean> = {
  all: () => true,
  running: isActive,
  stopped: isStopped,
  attention: needsAttention,
};

function countSegments(containers: ReadonlyMap<string, Container>, nowMs: number): SegmentCounts {
  const counts = { all: 0, running: 0, stopped: 0, attention: 0 };
  for (const container of containers.values()) countIn(counts, container, nowMs, 1);
  return counts;
}

/** Adds a container to the counts, or takes it away. */
export function countIn(counts: Record<Segment, number>, container: Container, nowMs: number, by: 1 | -1): void {
  counts.all += by;
  if (isActive(container)) counts.running += by;
  else if (isStopped(container)) counts.stopped += by;
  if (needsAttention(container, nowMs)) counts.attention += by;
}

/** A group of rows in their order; the key says whether it is a project's. */
export function makeGroup(key: string, rows: readonly ContainerRow[], waiting: number): ContainerGroup {
  return {
    key,
    project: key === noProjectKey ? null : key,
    file: rows.find(({ container }) => container.projectFile !== null)?.container.projectFile ?? null,
    rows,
    tally: tallyOf(rows),
    waiting,
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

/** Projects by name, what is in none last. */
export function compareGroups(a: ContainerGroup, b: ContainerGroup): number {
  if (a.project === null || b.project === null) return Number(a.project === null) - Number(b.project === null);
  return compareText(toNaturalKey(a.project), toNaturalKey(b.project)) || compareText(a.project, b.project);
}
