import { useMemo, useRef, useState } from 'react';
import { listImagesCommand } from '../../../engine/commands/images.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { ListFilter, type ListFilterHandle } from '../../page/list-filter.tsx';
import { ListSkeleton } from '../../page/list-skeleton.tsx';
import { PagePanel } from '../../page/page-panel.tsx';
import { StaleLine } from '../../page/stale-line.tsx';
import { useListKeys } from '../../page/use-list-keys.ts';
import { useReadingCommand } from '../../page/use-reading-command.ts';
import { useContainers, useFreshness, useImages, usePreferences } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { GridHandle } from '../../ui/grid/data-grid.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Spacer, Toolbar } from '../../ui/toolbar.tsx';
import { BulkActions } from './bulk-actions.tsx';
import { countUsers, imageColumns, type ImageSegment, listImages, mergeTargets } from './image-rows.ts';
import { ImagesGrid, useImageColumns } from './images-grid.tsx';

const listCommand = listImagesCommand();

/** All images on this computer, by their names. */
export function ImagesPage() {
  const t = useT();
  const format = useFormat();
  const images = useImages(({ rows }) => rows);
  const asOfMs = useImages((state) => state.asOfMs);
  const containers = useContainers(({ rows }) => rows);
  const freshness = useFreshness('images');
  const stored = usePreferences(({ sorts }) => sorts.images);
  const [segment, setSegment] = useState<ImageSegment>('all');
  const [filter, setFilter] = useState('');
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set());
  const grid = useRef<GridHandle>(null);
  const filterField = useRef<ListFilterHandle>(null);
  useReadingCommand(listCommand);
  useListKeys(() => filterField.current?.focus());

  const column = imageColumns.find((known) => known === stored?.column) ?? 'created';
  const isDown = stored === undefined || stored.direction === 'descending';
  const users = useMemo(() => countUsers(containers.values()), [containers]);
  const { rows, counts, largestBytes } = useMemo(
    () => listImages(images.values(), users, { segment, filter, column, isDown }),
    [images, users, segment, filter, column, isDown],
  );
  const columns = useImageColumns();
  const selected = useMemo(() => rows.filter(({ id }) => selectedIds.has(id)), [rows, selectedIds]);
  const targets = useMemo(() => mergeTargets(selected), [selected]);
  const isEmpty = freshness !== 'loading' && images.size === 0;

  return (
    <PagePanel title={t('images.title')}>
      {isEmpty ? (
        <EmptyState title={t('images.empty.title')}>{t('images.empty.text')}</EmptyState>
      ) : (
        <>
          <Toolbar label={t('images.toolbar')}>
            <Segmented
              label={t('images.segments.label')}
              value={segment}
              onChange={setSegment}
              options={[
                { value: 'all', label: t('images.segments.all'), count: format.count(counts.all) },
                { value: 'used', label: t('images.segments.used'), count: format.count(counts.used) },
                { value: 'unused', label: t('images.segments.unused'), count: format.count(counts.unused) },
              ]}
            />
            <Spacer />
            <ListFilter
              ref={filterField}
              value={filter}
              onChange={setFilter}
              onLeave={() => grid.current?.focus()}
              hint={t('images.filterHint')}
            />
          </Toolbar>
          <StaleLine list="images" asOfMs={asOfMs} />
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
              columns={columns}
              column={column}
              isDown={isDown}
              largestBytes={largestBytes}
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
    </PagePanel>
  );
}

interface NoneMatchProps {
  segment: ImageSegment;
  filter: string;
  onClearFilter: () => void;
  onShowAll: () => void;
}

function NoneMatch({ segment, filter, onClearFilter, onShowAll }: NoneMatchProps) {
  const t = useT();
  const hasFilter = filter.trim() !== '';
  const title = hasFilter
    ? t('images.noneMatch.filter', { filter })
    : segment === 'used'
      ? t('images.noneMatch.used')
      : t('images.noneMatch.unused');
  return (
    <EmptyState
      title={title}
      actions={
        <>
          {hasFilter ? <Button onClick={onClearFilter}>{t('lists.clearFilter')}</Button> : null}
          {segment === 'all' ? null : <Button onClick={onShowAll}>{t('images.noneMatch.showAll')}</Button>}
        </>
      }
    />
  );
}
