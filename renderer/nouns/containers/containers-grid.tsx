import { useCallback, useMemo, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import type { Freshness } from '../../../engine/contract/changes.ts';
import type { Container } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { useGridWords } from '../../page/grid-words.ts';
import { useStores, useTasks } from '../../stores/stores-context.tsx';
import { DataGrid, type GridHandle } from '../../ui/grid/data-grid.tsx';
import type { GridSort } from '../../ui/grid/grid-types.ts';
import { isApple } from '../../ui/keys.ts';
import type { MenuAnchor } from '../../ui/menu-props.ts';
import { MenuAt } from '../../ui/menu.tsx';
import { containerVerbs, showLogsTogether } from '../../verbs/container-verbs.ts';
import { verbForKey } from '../../verbs/keys.ts';
import { useVerbItems } from '../../verbs/use-verb.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import { ContainerCell, ProjectLogs, ProjectName, Tally } from './cells.tsx';
import { useContainerColumns } from './columns.ts';
import { verbsFor } from './container-menu.ts';
import { type ContainerItem, foldKeyOf, type ListRow, type ProjectItem } from './list-rows.ts';
import { RowActions } from './row-actions.tsx';
import styles from './containers-grid.module.css';

interface ContainersGridProps {
  rows: readonly ListRow[];
  sort: GridSort;
  openId: string | null;
  onOpen: (id: string) => void;
  onOpenPage: (id: string) => void;
  selectedIds: ReadonlySet<string>;
  onSelectionChange: (ids: ReadonlySet<string>) => void;
  /** Someone begins or ceases to point at the list or to work in it. */
  onHold: (isHeld: boolean) => void;
  freshness: Freshness;
  ref: Ref<GridHandle>;
}

/** The list of containers with its keys and its menu. */
export function ContainersGrid(props: ContainersGridProps) {
  const { rows, sort, openId, onOpen, onOpenPage, selectedIds, onSelectionChange, onHold, freshness, ref } = props;
  const t = useT();
  const { nouns, preferences } = useStores();
  const { run } = useVerbs();
  const words = useGridWords();
  const columns = useContainerColumns();
  const pendingIds = usePendingIds();
  const [menu, setMenu] = useState<{ item: ContainerItem; anchor: MenuAnchor } | null>(null);
  const isByKey = useRef(false);

  /** What a key or the menu of a row is about: all that is selected when the row is, else the row. */
  const targetsOf = useCallback(
    (item: ContainerItem): readonly Container[] => {
      if (!selectedIds.has(item.id)) return [item.row.container];
      const known = nouns.of('containers').getState().rows;
      return [...selectedIds].map((id) => known.get(id)).filter((found): found is Container => found !== undefined);
    },
    [selectedIds, nouns],
  );
  const onRowKey = useCallback(
    (event: KeyboardEvent, item: ContainerItem) => {
      const targets = targetsOf(item);
      const verb = verbForKey(event, rowKeyVerbs, targets, isApple);
      if (verb === undefined) return;
      event.preventDefault();
      void run(verb, targets);
    },
    [run, targetsOf],
  );
  const onOpenRow = useCallback(
    (item: ContainerItem) => {
      // Enter a second time goes on to the full page; a second click is only a second click.
      if (item.id === openId && isByKey.current) onOpenPage(item.id);
      else onOpen(item.id);
    },
    [openId, onOpen, onOpenPage],
  );

  return (
    // It only watches what the rows inside of it are used by: their own handlers do the work.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={styles['frame']}
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onPointerDownCapture={() => {
        isByKey.current = false;
      }}
      onKeyDownCapture={() => {
        isByKey.current = true;
      }}
      onDoubleClick={(event) => {
        const id = rowIdAt(event.target);
        if (id !== null && id === openId) onOpenPage(id);
      }}
    >
      <DataGrid<ProjectItem, ContainerItem>
        ref={ref}
        label={t('containers.title')}
        role={rows[0]?.kind === 'group' ? 'treegrid' : 'grid'}
        columns={columns}
        rows={rows}
        renderCell={drawCell}
        renderGroup={drawGroup}
        rowActions={drawActions}
        words={words}
        sort={sort}
        onSort={(next) => preferences.sort('containers', next && { column: next.columnId, direction: next.direction })}
        selectedIds={selectedIds}
        onSelectionChange={onSelectionChange}
        openId={openId}
        onOpen={onOpenRow}
        onToggleGroup={({ group }) => preferences.toggleGroup(foldKeyOf(group))}
        onRowKey={onRowKey}
        onRowMenu={(item, anchor) => setMenu({ item, anchor })}
        onRowFocus={(item) => onHold(item !== null)}
        pendingIds={pendingIds}
        staleness={freshness}
      />
      {menu && (
        <RowMenu
          name={menu.item.name}
          anchor={menu.anchor}
          targets={targetsOf(menu.item)}
          onClose={() => setMenu(null)}
        />
      )}
    </div>
  );
}

/** One letter shows the log of one and the logs of several. */
const rowKeyVerbs = [...containerVerbs, showLogsTogether];

/** The row that was clicked; null for what is clickable inside of one. */
function rowIdAt(target: EventTarget): string | null {
  if (!(target instanceof Element) || target.closest('a, button, input') !== null) return null;
  return target.closest<HTMLElement>('[data-row-id]')?.dataset['rowId'] ?? null;
}

function drawCell(item: ContainerItem, columnId: string) {
  return <ContainerCell item={item} columnId={columnId} />;
}

function drawGroup({ group }: ProjectItem) {
  return {
    name: <ProjectName group={group} />,
    nameSpan: 2,
    cells: {
      state: <Tally entries={group.tally} />,
      created: group.project === null ? null : <ProjectLogs group={group} />,
    },
  };
}

function drawActions(item: ContainerItem) {
  return <RowActions container={item.row.container} name={item.name} />;
}

function usePendingIds(): ReadonlySet<string> {
  const pending = useTasks((state) => state.pending);
  return useMemo(() => new Set(pending.keys()), [pending]);
}

interface RowMenuProps {
  name: string;
  anchor: MenuAnchor;
  targets: readonly Container[];
  onClose: () => void;
}

function RowMenu({ name, anchor, targets, onClose }: RowMenuProps) {
  const t = useT();
  const items = useVerbItems(verbsFor(containerVerbs, targets), targets);
  const label =
    targets.length === 1 ? t('lists.moreActionsFor', { name }) : t('containers.bulk', { count: targets.length });
  return <MenuAt open anchor={anchor} label={label} items={items} onOpenChange={(isOpen) => !isOpen && onClose()} />;
}
