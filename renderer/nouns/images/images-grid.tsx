import { useCallback, useMemo, useState, type KeyboardEvent, type Ref } from 'react';
import type { Freshness } from '../../../engine/contract/changes.ts';
import type { Image } from '../../../engine/contract/images.ts';
import { useT } from '../../i18n/use-words.ts';
import { useGridWords } from '../../page/grid-words.ts';
import { When } from '../../page/when.tsx';
import { useStores, useTasks } from '../../stores/stores-context.tsx';
import { DataGrid, type GridHandle } from '../../ui/grid/data-grid.tsx';
import type { GridColumn } from '../../ui/grid/grid-types.ts';
import { isApple } from '../../ui/keys.ts';
import type { MenuAnchor } from '../../ui/menu-props.ts';
import { MenuAt } from '../../ui/menu.tsx';
import { imageVerbs } from '../../verbs/image-verbs.ts';
import { verbForKey } from '../../verbs/keys.ts';
import { useVerbItems } from '../../verbs/use-verb.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import { NameCell, RepositoryName, RowActions, SizeCell, UsedCell } from './cells.tsx';
import {
  foldKeyOf,
  type ImageColumn,
  type ImageItem,
  type ImageListRow,
  mergeTargets,
  type RepositoryItem,
} from './image-rows.ts';
import type { PaneTab } from './image-pane.tsx';

interface ImagesGridProps {
  rows: readonly ImageListRow[];
  items: readonly ImageItem[];
  columns: readonly GridColumn[];
  column: ImageColumn;
  isDown: boolean;
  largestBytes: number;
  openId: string | null;
  onOpen: (id: string, tab?: PaneTab) => void;
  selectedIds: ReadonlySet<string>;
  onSelectionChange: (ids: ReadonlySet<string>) => void;
  freshness: Freshness;
  ref: Ref<GridHandle>;
}

/** The list of images with its keys and its menu. */
export function ImagesGrid(props: ImagesGridProps) {
  const { rows, items, columns, column, isDown, largestBytes, openId, onOpen } = props;
  const { selectedIds, onSelectionChange, freshness, ref } = props;
  const t = useT();
  const { preferences } = useStores();
  const { run } = useVerbs();
  const words = useGridWords();
  const pendingIds = usePendingIds(items);
  const [menu, setMenu] = useState<{ item: ImageItem; anchor: MenuAnchor } | null>(null);

  const targetsOf = useCallback(
    (item: ImageItem): readonly Image[] =>
      selectedIds.has(item.id) ? mergeTargets(items.filter(({ id }) => selectedIds.has(id))) : [item.image],
    [items, selectedIds],
  );
  const onRowKey = useCallback(
    (event: KeyboardEvent, item: ImageItem) => {
      const targets = targetsOf(item);
      const verb = verbForKey(event, imageVerbs, targets, isApple);
      if (verb === undefined) return;
      event.preventDefault();
      void run(verb, targets);
    },
    [run, targetsOf],
  );
  const drawCell = useCallback(
    (item: ImageItem, columnId: string) => {
      switch (columnId) {
        case 'image':
          return <NameCell item={item} />;
        case 'size':
          return <SizeCell item={item} largestBytes={largestBytes} />;
        case 'used':
          return <UsedCell item={item} onShow={({ id }) => onOpen(id, 'users')} />;
        default:
          return <When atMs={item.image.createdAtMs} />;
      }
    },
    [largestBytes, onOpen],
  );
  const isDefaultSort = column === 'created' && isDown;
  const isTree = useMemo(() => rows.some(({ kind }) => kind === 'group'), [rows]);

  return (
    <>
      <DataGrid<RepositoryItem, ImageItem>
        ref={ref}
        label={t('images.title')}
        role={isTree ? 'treegrid' : 'grid'}
        columns={columns}
        rows={rows}
        renderCell={drawCell}
        renderGroup={drawGroup}
        rowActions={drawActions}
        words={words}
        sort={{ columnId: column, direction: isDown ? 'descending' : 'ascending' }}
        onSort={(next) => {
          // The list's own order is newest first: a click on that head turns it round instead of nothing.
          if (next === null && isDefaultSort) preferences.sort('images', { column: 'created', direction: 'ascending' });
          else if (next?.columnId === 'created' && column === 'created') preferences.sort('images', null);
          else preferences.sort('images', next && { column: next.columnId, direction: next.direction });
        }}
        selectedIds={selectedIds}
        onSelectionChange={onSelectionChange}
        openId={openId}
        onOpen={({ id }) => onOpen(id)}
        onToggleGroup={({ repository }) => preferences.toggleGroup(foldKeyOf(repository))}
        onRowKey={onRowKey}
        onRowMenu={(item, anchor) => setMenu({ item, anchor })}
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
    </>
  );
}

/** The columns of the list; their identity changes only with the language. */
export function useImageColumns(): readonly GridColumn[] {
  const t = useT();
  return useMemo(
    () => [
      { id: 'image', header: t('images.columns.image'), width: 'minmax(180px, 2fr)', sortable: true },
      { id: 'size', header: t('images.columns.size'), width: '156px', sortable: true },
      { id: 'used', header: t('images.columns.used'), width: 'minmax(100px, 0.6fr)', sortable: true },
      {
        id: 'created',
        header: t('images.columns.created'),
        width: '104px',
        sortable: true,
        align: 'end',
        isText: true,
      },
    ],
    [t],
  );
}

function drawGroup(group: RepositoryItem) {
  return { name: <RepositoryName group={group} />, nameSpan: 2 };
}

function drawActions(item: ImageItem) {
  return <RowActions item={item} />;
}

function usePendingIds(items: readonly ImageItem[]): ReadonlySet<string> {
  const pending = useTasks((state) => state.pending);
  return useMemo(
    () => new Set(pending.size === 0 ? [] : items.filter(({ image }) => pending.has(image.id)).map(({ id }) => id)),
    [pending, items],
  );
}

interface RowMenuProps {
  name: string;
  anchor: MenuAnchor;
  targets: readonly Image[];
  onClose: () => void;
}

function RowMenu({ name, anchor, targets, onClose }: RowMenuProps) {
  const t = useT();
  const items = useVerbItems(imageVerbs, targets);
  return (
    <MenuAt
      open
      anchor={anchor}
      label={t('lists.moreActionsFor', { name })}
      items={items}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    />
  );
}
