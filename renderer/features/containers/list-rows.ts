import type { Translate } from '../../i18n/translate.ts';
import { statusWord } from '../../page/status-words.ts';
import type { GridGroupRow, GridItemRow } from '../../ui/grid/grid-types.ts';
import { type Arrangement, type ContainerGroup, noProjectKey } from './arrange.ts';
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

/** Turns an arrangement into rows; what did not change keeps its identity. */
export function rowMaker(t: Translate): (arrangement: Arrangement, folded: ReadonlySet<string>) => ListRow[] {
  const known = { 1: new WeakMap<ContainerRow, ContainerItem>(), 2: new WeakMap<ContainerRow, ContainerItem>() };
  const open = new WeakMap<ContainerGroup, ProjectItem>();
  const closed = new WeakMap<ContainerGroup, ProjectItem>();

  const toItem = (row: ContainerRow, level: 1 | 2): ContainerItem => {
    const earlier = known[level].get(row);
    if (earlier !== undefined) return earlier;
    const name = level === 2 ? row.shownName : row.container.name;
    const item: ContainerItem = { kind: 'item', id: row.id, name, detail: statusWord(row.status.kind, t), level, row };
    known[level].set(row, item);
    return item;
  };
  const toHead = (group: ContainerGroup, isOpen: boolean): ProjectItem => {
    const cache = isOpen ? open : closed;
    const earlier = cache.get(group);
    if (earlier !== undefined) return earlier;
    const label = group.project ?? t('containers.noProject');
    const head: ProjectItem = { kind: 'group', id: `project ${group.key}`, label, isOpen, group };
    cache.set(group, head);
    return head;
  };

  return ({ groups }, folded) => {
    const isFlat = groups.every(({ project }) => project === null);
    if (isFlat) return groups.flatMap(({ rows }) => rows.map((row) => toItem(row, 1)));
    return groups.flatMap((group): ListRow[] => {
      const isOpen = !folded.has(foldKeyOf(group));
      const head = toHead(group, isOpen);
      return isOpen ? [head, ...group.rows.map((row) => toItem(row, 2))] : [head];
    });
  };
}

/** What the preferences remember of a folded group: its project; empty for the containers of none. */
export function foldKeyOf({ key }: Pick<ContainerGroup, 'key'>): string {
  return key === noProjectKey ? '' : key;
}
