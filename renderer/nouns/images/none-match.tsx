import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { ImageSegment } from './image-rows.ts';

interface NoneMatchProps {
  segment: ImageSegment;
  filter: string;
  onClearFilter: () => void;
  onShowAll: () => void;
}

/** Images are there, but none that the filter and the segment let through. */
export function NoneMatch({ segment, filter, onClearFilter, onShowAll }: NoneMatchProps) {
  const t = useT();
  const hasFilter = filter.trim() !== '';
  const title =
    hasFilter || segment === 'all' ? t('images.noneMatch.filter', { filter }) : t(`images.noneMatch.${segment}`);
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
