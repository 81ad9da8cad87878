import { X } from 'lucide-react';
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import type { DockerCommand } from '../../engine/commands/command.ts';
import { useT } from '../i18n/use-words.ts';
import { compareText } from '../objects/natural-order.ts';
import type { CollectionState } from '../stores/collection-store.ts';
import type { NounGroup } from '../stores/noun-stores.ts';
import { useFreshness, usePreferences, useStores, useTasks } from '../stores/stores-context.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { DataGrid, type GridHandle } from '../ui/grid/data-grid.tsx';
import type { GridGroupRow, GridItemRow } from '../ui/grid/grid-types.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { isApple } from '../ui/keys.ts';
import type { MenuAnchor } from '../ui/menu-props.ts';
import { MenuAt } from '../ui/menu.tsx';
import { BulkBar, Spacer, Toolbar, ToolbarLine } from '../ui/toolbar.tsx';
import { verbForKey } from '../verbs/keys.ts';
import { useVerb, useVerbItems } from '../verbs/use-verb.ts';
import type { Verb } from '../verbs/verb.ts';
import { useVerbs } from '../verbs/verbs-context.tsx';
import { useGridWords } from './grid-words.ts';
import { ListFilter, type ListFilterHandle } from './list-filter.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { PagePanel } from './page-panel.tsx';
import { StaleLine } from './stale-line.tsx';
import { useListKeys } from './use-list-keys.ts';
import { useReadingCommand } from './use-reading-command.ts';

/** A column of a list: what it shows of an object, and what it sorts by. */
export interface ListColumn<T> {
  readonly id: string;
  readonly header: string;
  /** A grid track. */
  readonly width: string;
  readonly align?: 'start' | 'end';
  readonly renderValue: (object: T) => React.ReactNode;
  /** Compared by code units, so numbers come as padded text or natural keys. */
  readonly sortKey: (object: T) => string;
}

interface ListPageProps<T> {
  list: NounGroup;
  title: string;
  collection: CollectionState<T>;
  columns: readonly ListColumn<T>[];
  nameOf: (object: T) => string;
  searchTextOf: (object: T) => string;
  command: DockerCommand;
  emptyTitle: string;
  emptyText: string;
  noneMatch: (filter: string) => string;
  /** What can be done to the objects: by key, in the menu of a row, and to all that are selected. None for a list to look at. */
  verbs?: readonly Verb<T>[];
}

interface ListItem<T> extends GridItemRow {
  readonly object: T;
}

const noVerbs: readonly never[] = [];

/** A page with a list: filter, sort, live rows, and the verbs of its objects. */
export function ListPage<T extends { readonly id: string }>(props: ListPageProps<T>) {
  const { list, title, collection, columns, nameOf, searchTextOf, command, emptyTitle, emptyText, noneMatch } = props;
  const verbs: readonly Verb<T>[] = props.verbs ?? noVerbs;
  const t = useT();
  const { preferences } = useStores();
  const words = useGridWords();
  const freshness = useFreshness(list);
  const stored = usePreferences(({ sorts }) => sorts[list]);
  const [filter, setFilter] = useState('');
  const grid = useRef<GridHandle>(null);
  const filterField = useRef<ListFilterHandle>(null);
  useListKeys(() => filterField.current?.focus());
  useReadingCommand(command);

  const { rows: objects } = collection;
  const sortColumn = columns.find(({ id }) => id === stored?.column) ?? columns[0];
  const isDown = stored?.direction === 'descending';
  const items = useMemo(() => {
    const found = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const keyed = [...objects.values()]
      .filter((object) => found.every((word) => searchTextOf(object).toLowerCase().includes(word)))
      .map((object) => ({ object, key: sortColumn?.sortKey(object) ?? '' }));
    const sign = isDown ? -1 : 1;
    keyed.sort((a, b) => sign * compareText(a.key, b.key) || compareText(a.object.id, b.object.id));
    return keyed.map(({ object }): ListItem<T> => ({
      kind: 'item',
      id: object.id,
      name: nameOf(object),
      level: 1,
      object,
    }));
  }, [objects, filter, sortColumn, isDown, nameOf, searchTextOf]);
  const gridColumns = useMemo(
    () => columns.map(({ id, header, width, align }) => ({ id, header, width, align, sortable: true, isText: true })),
    [columns],
  );
  const { selectedIds, setSelectedIds, targetsOf, onRowKey, pendingIds } = useRowVerbs(objects, verbs);
  const [menu, setMenu] = useState<{ readonly item: ListItem<T>; readonly anchor: MenuAnchor } | null>(null);
  const drawCell = useCallback(
    ({ object }: ListItem<T>, columnId: string) => columns.find(({ id }) => id === columnId)?.renderValue(object),
    [columns],
  );

  const isEmpty = freshness !== 'loading' && objects.size === 0;
  return (
    <PagePanel title={title}>
      {isEmpty ? (
        <EmptyState title={emptyTitle}>{emptyText}</EmptyState>
      ) : (
        <>
          <Toolbar label={title}>
            <Spacer />
            <ListFilter
              ref={filterField}
              value={filter}
              onChange={setFilter}
              onLeave={() => grid.current?.focus()}
              hint={t('lists.filterHintShort')}
            />
          </Toolbar>
          <StaleLine list={list} asOfMs={collection.asOfMs} />
          {freshness === 'loading' ? (
            <ListSkeleton columns={gridColumns} />
          ) : items.length === 0 ? (
            <EmptyState
              title={noneMatch(filter)}
              actions={<Button onClick={() => setFilter('')}>{t('lists.clearFilter')}</Button>}
            />
          ) : (
            <DataGrid<GridGroupRow, ListItem<T>>
              ref={grid}
              label={title}
              columns={gridColumns}
              rows={items}
              renderCell={drawCell}
              words={words}
              sort={{ columnId: sortColumn?.id ?? '', direction: isDown ? 'descending' : 'ascending' }}
              onSort={(sort) => preferences.sort(list, sort && { column: sort.columnId, direction: sort.direction })}
              staleness={freshness}
              {...(verbs.length > 0 && {
                selectedIds,
                onSelectionChange: setSelectedIds,
                onRowKey,
                onRowMenu: (item: ListItem<T>, anchor: MenuAnchor) => setMenu({ item, anchor }),
                pendingIds,
              })}
            />
          )}
          {menu && (
            <RowMenu
              name={menu.item.name}
              anchor={menu.anchor}
              verbs={verbs}
              targets={targetsOf(menu.item)}
              onClose={() => setMenu(null)}
            />
          )}
          <BulkActions
            verbs={verbs}
            targets={[...selectedIds].flatMap((id) => objects.get(id) ?? [])}
            onClear={() => setSelectedIds(new Set())}
          />
        </>
      )}
    </PagePanel>
  );
}

/** Which rows are selected, and what a key or the menu of a row is about: all that is selected when the row is, else the row. */
function useRowVerbs<T extends { readonly id: string }>(objects: ReadonlyMap<string, T>, verbs: readonly Verb<T>[]) {
  const { run } = useVerbs();
  const pending = useTasks((state) => state.pending);
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set());
  const targetsOf = useCallback(
    ({ id, object }: ListItem<T>): readonly T[] =>
      selectedIds.has(id) ? [...selectedIds].flatMap((selected) => objects.get(selected) ?? []) : [object],
    [selectedIds, objects],
  );
  const onRowKey = useCallback(
    (event: KeyboardEvent, item: ListItem<T>) => {
      const targets = targetsOf(item);
      const verb = verbForKey(event, verbs, targets, isApple);
      if (verb === undefined) return;
      event.preventDefault();
      void run(verb, targets);
    },
    [run, verbs, targetsOf],
  );
  const pendingIds = useMemo(() => new Set(pending.keys()), [pending]);
  return { selectedIds, setSelectedIds, targetsOf, onRowKey, pendingIds };
}

interface RowMenuProps<T> {
  name: string;
  anchor: MenuAnchor;
  verbs: readonly Verb<T>[];
  targets: readonly T[];
  onClose: () => void;
}

function RowMenu<T>({ name, anchor, verbs, targets, onClose }: RowMenuProps<T>) {
  const t = useT();
  const items = useVerbItems(
    verbs.filter((verb) => verb.applies(targets) === true),
    targets,
  );
  const label =
    targets.length === 1 ? t('lists.moreActionsFor', { name }) : t('lists.selected', { count: targets.length });
  return <MenuAt open anchor={anchor} label={label} items={items} onOpenChange={(isOpen) => !isOpen && onClose()} />;
}

interface BulkActionsProps<T> {
  verbs: readonly Verb<T>[];
  targets: readonly T[];
  onClear: () => void;
}

const clearKeys = ['escape'];

function BulkActions<T>({ verbs, targets, onClear }: BulkActionsProps<T>) {
  const t = useT();
  const count = targets.length;
  if (count === 0) return null;
  return (
    <BulkBar label={t('lists.selected', { count })}>
      <span>{t('lists.selected', { count })}</span>
      <ToolbarLine />
      {verbs.map((verb) => (
        <BulkButton key={verb.id} verb={verb} targets={targets} />
      ))}
      <ToolbarLine />
      <IconButton icon={X} label={t('lists.clearSelection')} keys={clearKeys} onClick={onClear} />
    </BulkBar>
  );
}

function BulkButton<T>({ verb, targets }: { verb: Verb<T>; targets: readonly T[] }) {
  const { label, button } = useVerb(verb, targets);
  return (
    <Button {...button} keys={undefined} variant={verb.isDangerous ? 'danger' : 'ghost'}>
      {label}
    </Button>
  );
}
