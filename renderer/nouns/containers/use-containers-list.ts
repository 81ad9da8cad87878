import { useMemo, useState } from 'react';
import type { Segment } from '../../objects/container-status.ts';
import { useT } from '../../i18n/use-words.ts';
import { useNowMs, usePreferences, useRows } from '../../stores/stores-context.tsx';
import type { GridSort } from '../../ui/grid/grid-types.ts';
import type { Arrangement } from './arrange.ts';
import { createArranger } from './rearrange.ts';
import { type ListRow, rowMaker } from './list-rows.ts';
import { type SortColumn, sortColumns } from './sort.ts';

interface ListOptions {
  readonly segment: Segment;
  readonly filter: string;
  /** Someone points at the list or works in it. */
  readonly isHeld: boolean;
}

interface ContainersList {
  readonly arrangement: Arrangement;
  readonly rows: readonly ListRow[];
  readonly sort: GridSort;
}

/** The rows of the Containers page, kept up to date. */
export function useContainersList({ segment, filter, isHeld }: ListOptions): ContainersList {
  const t = useT();
  const containers = useRows('containers', ({ rows }) => rows);
  const nowMs = useNowMs();
  const stored = usePreferences(({ sorts }) => sorts['containers']);
  const isGrouped = usePreferences(({ isGroupedByProject }) => isGroupedByProject);
  const foldedGroups = usePreferences((preferences) => preferences.foldedGroups);

  const column = sortColumns.find((known) => known === stored?.column) ?? 'name';
  const isDown = stored?.direction === 'descending';
  const [arrangeNext] = useState(createArranger);
  const arrangement = useMemo(
    () => arrangeNext(containers, { segment, filter, isGrouped, sort: { column, down: isDown }, nowMs, hold: isHeld }),
    [arrangeNext, containers, segment, filter, isGrouped, column, isDown, nowMs, isHeld],
  );

  const folded = useMemo(() => new Set(foldedGroups), [foldedGroups]);
  const makeRows = useMemo(() => rowMaker(t), [t]);
  const rows = useMemo(() => makeRows(arrangement, folded), [makeRows, arrangement, folded]);
  const sort = useMemo(() => toGridSort(column, isDown), [column, isDown]);
  return { arrangement, rows, sort };
}

function toGridSort(columnId: SortColumn, isDown: boolean): GridSort {
  return { columnId, direction: isDown ? 'descending' : 'ascending' };
}
