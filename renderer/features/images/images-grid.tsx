import { Ellipsis } from 'lucide-react';
import { useCallback, useMemo, useState, type KeyboardEvent, type Ref } from 'react';
import type { Freshness } from '../../../engine/contract/changes.ts';
import type { Image } from '../../../engine/contract/images.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { useGridWords } from '../../page/grid-words.ts';
import { useOne } from '../../page/use-one.ts';
import { When } from '../../page/when.tsx';
import { useStores, useTasks } from '../../stores/stores-context.tsx';
import { DataGrid, type GridHandle } from '../../ui/grid/data-grid.tsx';
import type { GridColumn, GridGroupRow } from '../../ui/grid/grid-types.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ImageRef } from '../../ui/image-ref.tsx';
import { isApple } from '../../ui/keys.ts';
import type { MenuAnchor } from '../../ui/menu-props.ts';
import { Menu, MenuAt } from '../../ui/menu.tsx';
import { Tag } from '../../ui/tag.tsx';
import { imageVerbs, removeImage, runImage } from '../../verbs/image-verbs.ts';
import { verbForKey } from '../../verbs/keys.ts';
import { useVerb, useVerbItems } from '../../verbs/use-verb.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import { type ImageColumn, type ImageItem, mergeTargets } from './image-rows.ts';
import styles from './images-grid.module.css';

interface ImagesGridProps {
  rows: readonly ImageItem[];
  columns: readonly GridColumn[];
  column: ImageColumn;
  isDown: boolean;
  largestBytes: number;
  selectedIds: ReadonlySet<string>;
  onSelectionChange: (ids: ReadonlySet<string>) => void;
  freshness: Freshness;
  ref: Ref<GridHandle>;
}

/** The list of images with its keys and its menu. */
export function ImagesGrid(props: ImagesGridProps) {
  const { rows, columns, column, isDown, largestBytes, selectedIds, onSelectionChange, freshness, ref } = props;
  const t = useT();
  const { preferences } = useStores();
  const { run } = useVerbs();
  const words = useGridWords();
  const pendingIds = usePendingIds(rows);
  const [menu, setMenu] = useState<{ item: ImageItem; anchor: MenuAnchor } | null>(null);

  const targetsOf = useCallback(
    (item: ImageItem): readonly Image[] =>
      selectedIds.has(item.id) ? mergeTargets(rows.filter(({ id }) => selectedIds.has(id))) : [item.image],
    [rows, selectedIds],
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
          return <UsedCell count={item.usedBy} />;
        default:
          return <When atMs={item.image.createdAtMs} />;
      }
    },
    [largestBytes],
  );
  const isDefaultSort = column === 'created' && isDown;

  return (
    <>
      <DataGrid<GridGroupRow, ImageItem>
        ref={ref}
        label={t('images.title')}
        columns={columns}
        rows={rows}
        renderCell={drawCell}
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
      { id: 'image', header: t('images.columns.image'), width: 'minmax(200px, 2fr)', sortable: true },
      { id: 'size', header: t('images.columns.size'), width: '156px', sortable: true },
      { id: 'used', header: t('images.columns.used'), width: 'minmax(110px, 0.6fr)', sortable: true },
      { id: 'created', header: t('images.columns.created'), width: '110px', sortable: true, align: 'end' },
    ],
    [t],
  );
}

function NameCell({ item }: { item: ImageItem }) {
  const t = useT();
  return (
    <span className={styles['name']} data-tagged={item.isTagged || undefined}>
      <ImageRef reference={item.name} />
      {item.isTagged ? null : <Tag>{t('images.noTag')}</Tag>}
    </span>
  );
}

function SizeCell({ item, largestBytes }: { item: ImageItem; largestBytes: number }) {
  const t = useT();
  const format = useFormat();
  const { sizeBytes } = item.image;
  const share = largestBytes === 0 ? 0 : sizeBytes / largestBytes;
  return (
    <span className={styles['size']} title={t('images.exactSize', { size: format.count(sizeBytes) })}>
      <span className={styles['number']}>{format.diskSize(sizeBytes)}</span>
      <span className={styles['track']} aria-hidden="true">
        <span
          className={styles['bar']}
          data-used={item.usedBy > 0 || undefined}
          style={{ width: `${Math.max(2, share * 100)}%` }}
        />
      </span>
    </span>
  );
}

function UsedCell({ count }: { count: number }) {
  const t = useT();
  return <span className={styles['used']}>{count === 0 ? t('images.notUsed') : t('images.usedBy', { count })}</span>;
}

function drawActions(item: ImageItem) {
  return <RowActions item={item} />;
}

const moreKeys = ['.'];

function RowActions({ item }: { item: ImageItem }) {
  const t = useT();
  const targets = useOne(item.image);
  const run = useVerb(runImage, targets);
  const remove = useVerb(removeImage, targets);
  const items = useVerbItems(imageVerbs, targets);
  return (
    <>
      <IconButton {...run.button} size="sm" label={t('images.run')} />
      <IconButton {...remove.button} size="sm" label={remove.label} />
      <Menu
        trigger={<IconButton icon={Ellipsis} size="sm" label={t('lists.moreActions')} keys={moreKeys} />}
        label={t('lists.moreActionsFor', { name: item.name })}
        items={items}
        align="end"
      />
    </>
  );
}

function usePendingIds(rows: readonly ImageItem[]): ReadonlySet<string> {
  const pending = useTasks((state) => state.pending);
  return useMemo(
    () => new Set(pending.size === 0 ? [] : rows.filter(({ image }) => pending.has(image.id)).map(({ id }) => id)),
    [pending, rows],
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
