import { useCallback, useMemo, useRef, useState } from 'react';
import { listImagesCommand } from '../../../engine/commands/images.ts';
import { useT } from '../../i18n/use-words.ts';
import type { ListFilterHandle } from '../../page/list-filter.tsx';
import { ListSkeleton } from '../../page/list-skeleton.tsx';
import { PagePanel } from '../../page/page-panel.tsx';
import { StaleLine } from '../../page/stale-line.tsx';
import { useListKeys } from '../../page/use-list-keys.ts';
import { useReadingCommand } from '../../page/use-reading-command.ts';
import { useFreshness, usePreferences, useRows, useStores } from '../../stores/stores-context.tsx';
import { JobsOnPage } from '../../jobs/jobs-on-page.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { GridHandle } from '../../ui/grid/data-grid.tsx';
import { openLoadDialog, openPullDialog } from '../../verbs/image-forms.ts';
import { primaryKeys } from '../../verbs/primary-verb.ts';
import { useVerb } from '../../verbs/use-verb.ts';
import { BulkActions } from './bulk-actions.tsx';
import { ImagePane, type PaneTab } from './image-pane.tsx';
import { countUsers, imageColumns, type ImageSegment, listImages, mergeTargets } from './image-rows.ts';
import { ImagesGrid, useImageColumns } from './images-grid.tsx';
import styles from './images-page.module.css';
import { ImagesToolbar } from './images-toolbar.tsx';
import { NoneMatch } from './none-match.tsx';
import { useFileDrop } from './use-file-drop.ts';

const listCommand = listImagesCommand();
const noTargets: readonly never[] = [];

/** All images on this computer, by their names, and what is on its way here or from here. */
export function ImagesPage() {
  const t = useT();
  const { dialogs } = useStores();
  const images = useRows('images', ({ rows }) => rows);
  const asOfMs = useRows('images', (state) => state.asOfMs);
  const containers = useRows('containers', ({ rows }) => rows);
  const freshness = useFreshness('images');
  const stored = usePreferences(({ sorts }) => sorts['images']);
  const foldedGroups = usePreferences((preferences) => preferences.foldedGroups);
  const [segment, setSegment] = useState<ImageSegment>('all');
  const [filter, setFilter] = useState('');
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set());
  const [openId, setOpenId] = useState<string | null>(null);
  const [tab, setTab] = useState<PaneTab>('tags');
  const grid = useRef<GridHandle>(null);
  const filterField = useRef<ListFilterHandle>(null);
  const pull = useVerb(openPullDialog, noTargets);
  const load = useVerb(openLoadDialog, noTargets);
  useReadingCommand(listCommand);
  useListKeys(() => filterField.current?.focus());
  const isDropping = useFileDrop((file) => dialogs.show({ kind: 'load', way: 'load', file }));

  const column = imageColumns.find((known) => known === stored?.column) ?? 'created';
  const isDown = stored === undefined || stored.direction === 'descending';
  const users = useMemo(() => countUsers(containers.values()), [containers]);
  const folded = useMemo(() => new Set(foldedGroups), [foldedGroups]);
  const { rows, items, counts, largestBytes } = useMemo(
    () => listImages(images.values(), users, { segment, filter, column, isDown, folded }),
    [images, users, segment, filter, column, isDown, folded],
  );
  const columns = useImageColumns();
  const selected = useMemo(() => items.filter(({ id }) => selectedIds.has(id)), [items, selectedIds]);
  const targets = useMemo(() => mergeTargets(selected), [selected]);
  const isEmpty = freshness !== 'loading' && images.size === 0;
  // A name that is gone closes its details; a filter does not.
  const [imageId = '', tag = ''] = openId?.split(' ') ?? [];
  const openImage = images.get(imageId);
  const open = openImage !== undefined && (tag === '' || openImage.tags.includes(tag)) ? openImage : undefined;
  const onOpen = useCallback((id: string, wanted?: PaneTab) => {
    setOpenId(id);
    if (wanted !== undefined) setTab(wanted);
  }, []);
  const close = () => {
    setOpenId(null);
    if (openId !== null) grid.current?.focusRow(openId);
  };

  return (
    <PagePanel
      title={t('images.title')}
      primary={
        <Button {...pull.button} keys={primaryKeys} variant="primary">
          {pull.label}
        </Button>
      }
      pane={open && <ImagePane key={openId} image={open} tag={tag} tab={tab} onTab={setTab} onClose={close} />}
    >
      {isEmpty ? (
        <>
          <JobsOnPage />
          <EmptyState
            title={t('images.empty.title')}
            actions={<Button {...load.button}>{t('images.empty.load')}</Button>}
          >
            {t('images.empty.text')}
          </EmptyState>
        </>
      ) : (
        <>
          <ImagesToolbar
            segment={segment}
            onSegment={setSegment}
            counts={counts}
            filter={filter}
            onFilter={setFilter}
            onLeaveFilter={() => grid.current?.focus()}
            filterRef={filterField}
          />
          <StaleLine list="images" asOfMs={asOfMs} />
          <JobsOnPage />
          {freshness === 'loading' ? (
            <ListSkeleton columns={columns} />
          ) : rows.length === 0 ? (
            <NoneMatch
              segment={segment}
              filter={filter}
              onClearFilter={() => setFilter('')}
              onShowAll={() => setSegment('all')}
            />
          ) : (
            <ImagesGrid
              ref={grid}
              rows={rows}
              items={items}
              columns={columns}
              column={column}
              isDown={isDown}
              largestBytes={largestBytes}
              openId={openId}
              onOpen={onOpen}
              selectedIds={selectedIds}
              onSelectionChange={setSelectedIds}
              freshness={freshness}
            />
          )}
          {selected.length === 0 ? null : (
            <BulkActions count={selected.length} targets={targets} onClear={() => setSelectedIds(new Set())} />
          )}
        </>
      )}
      {isDropping ? (
        <div className={styles['drop']}>
          <span>{t('images.drop')}</span>
        </div>
      ) : null}
    </PagePanel>
  );
}
