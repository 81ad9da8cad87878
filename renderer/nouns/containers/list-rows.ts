import type { Translate } from '../../i18n/translate.ts';
import { statusWord } from '../../page/status-words.ts';
import type { GridGroupRow, GridItemRow } from '../../ui/grid/grid-types.ts';
import type { Arrangement, ContainerGroup } from './arrange.ts';
import type { ContainerRow } from './container-row.ts';

/** A container as a row of the grid. */
export interface ContainerItem extends GridItemRow {
  readonly row: ContainerRow;
}

/** A compose project as a row of the grid. */
export interface ProjectItem extends GridGroupRow {
  readonly group: ContainerGroup;
}

export type ListRow = ContainerItem | ProjectItem;

/** What the preferences remember of a folded group: its project; empty for the containers of none. */
export function foldKeyOf({ project }: Pick<ContainerGroup, 'project'>): string {
  return project ?? '';
}

/** Turns an arrangement into rows; what did not change keeps its identity. */
export function rowMaker(t: Translate): (arrangement: Arrangement, folded: ReadonlySet<string>) => ListRow[] {
  const items = { 1: new WeakMap<ContainerRow, ContainerItem>(), 2: new WeakMap<ContainerRow, ContainerItem>() };
  const openGroups = new WeakMap<ContainerGroup, readonly ListRow[]>();
  const foldedGroups = new WeakMap<ContainerGroup, readonly ListRow[]>();
  const flatGroups = new WeakMap<ContainerGroup, readonly ListRow[]>();

  const toItem = (row: ContainerRow, level: 1 | 2): ContainerItem => {
    const known = items[level].get(row);
    if (known !== undefined) return known;
    const name = level === 2 ? row.shownName : row.container.name;
    const item: ContainerItem = { kind: 'item', id: row.id, name, detail: statusWord(row.status.kind, t), level, row };
    items[level].set(row, item);
    return item;
  };
  const toHead = (group: ContainerGroup, isOpen: boolean): ProjectItem => ({
    kind: 'group',
    id: `project ${group.key}`,
    label: group.project ?? t('containers.noProject'),
    isOpen,
    group,
  });

  return ({ groups }, folded) => {
    const isFlat = groups.every(({ project }) => project === null);
    return groups.flatMap((group) => {
      if (isFlat) return remembered(flatGroups, group, () => group.rows.map((row) => toItem(row, 1)));
      if (folded.has(foldKeyOf(group))) return remembered(foldedGroups, group, () => [toHead(group, false)]);
      return remembered(openGroups, group, () => [toHead(group, true), ...group.rows.map((row) => toItem(row, 2))]);
    });
  };
}

function remembered(
  known: WeakMap<ContainerGroup, readonly ListRow[]>,
  group: ContainerGroup,
  make: () => readonly ListRow[],
): readonly ListRow[] {
  const earlier = known.get(group);
  if (earlier !== undefined) return earlier;
  const rows = make();
  known.set(group, rows);
  return rows;
}
