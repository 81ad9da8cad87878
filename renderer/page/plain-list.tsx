import { useCallback, useMemo, useRef, useState } from 'react';
import type { DockerCommand } from '../../engine/commands/command.ts';
import { useT } from '../i18n/use-words.ts';
import { compareText } from '../objects/natural-order.ts';
import type { CollectionState } from '../stores/collection-store.ts';
import type { NounGroup } from '../stores/noun-stores.ts';
import { useFreshness, usePreferences, useStores } from '../stores/stores-context.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { DataGrid, type GridHandle } from '../ui/grid/data-grid.tsx';
import type { GridGroupRow, GridItemRow } from '../ui/grid/grid-types.ts';
import { Spacer, Toolbar } from '../ui/toolbar.tsx';
import { useGridWords } from './grid-words.ts';
import { ListFilter, type ListFilterHandle } from './list-filter.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { PagePanel } from './page-panel.tsx';
import { StaleLine } from './stale-line.tsx';
import { useListKeys } from './use-list-keys.ts';
import { useReadingCommand } from './use-reading-command.ts';

/** A column of a plain list: what it shows of an object, and what it sorts by. */
export interface PlainColumn<T> {
  readonly id: string;
  readonly header: string;
  /** A grid track. */
  readonly width: string;
  readonly align?: 'start' | 'end';
  readonly renderValue: (object: T) => React.ReactNode;
  /** Compared by code units, so numbers come as padded text or natural keys. */
  readonly sortKey: (object: T) => string;
}

interface PlainListProps<T> {
  list: NounGroup;
  title: string;
  collection: CollectionState<T>;
  columns: readonly PlainColumn<T>[];
  nameOf: (object: T) => string;
  searchTextOf: (object: T) => string;
  command: DockerCommand;
  emptyTitle: string;
  emptyText: string;
  noneMatch: (filter: string) => string;
}

interface PlainItem<T> extends GridItemRow {
  readonly object: T;
}

/** A page with a list that is only looked at: filter, sort, live rows. */
export function PlainList<T extends { readonly id: string }>(props: PlainListProps<T>) {
  const { list, title, collection, columns, nameOf, searchTextOf, command, emptyTitle, emptyText, noneMatch } = props;
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
    return keyed.map(({ object }): PlainItem<T> => ({
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
  const drawCell = useCallback(
    ({ object }: PlainItem<T>, columnId: string) => columns.find(({ id }) => id === columnId)?.renderValue(object),
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
            <DataGrid<GridGroupRow, PlainItem<T>>
              ref={grid}
              label={title}
              columns={gridColumns}
              rows={items}
              renderCell={drawCell}
              words={words}
              sort={{ columnId: sortColumn?.id ?? '', direction: isDown ? 'descending' : 'ascending' }}
              onSort={(sort) => preferences.sort(list, sort && { column: sort.columnId, direction: sort.direction })}
              staleness={freshness}
            />
          )}
        </>
      )}
    </PagePanel>
  );
}
