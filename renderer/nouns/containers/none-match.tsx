import { useT } from '../../i18n/use-words.ts';
import type { Segment } from '../../objects/container-status.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

interface NoneMatchProps {
  segment: Segment;
  filter: string;
  onClearFilter: () => void;
}

/** Containers are there, but none that the filter and the segment let through. */
export function NoneMatch({ segment, filter, onClearFilter }: NoneMatchProps) {
  const t = useT();
  const { preferences } = useStores();
  const hasFilter = filter.trim() !== '';
  return (
    <EmptyState
      title={titleOf()}
      actions={
        <>
          {hasFilter ? <Button onClick={onClearFilter}>{t('containers.noneMatch.clear')}</Button> : null}
          {segment === 'all' ? null : (
            <Button onClick={() => preferences.change({ containersFilter: 'all' })}>
              {t('containers.noneMatch.showAll')}
            </Button>
          )}
        </>
      }
    />
  );

  function titleOf(): string {
    if (segment === 'all') return t('containers.noneMatch.filter', { filter });
    return hasFilter ? t(`containers.noneMatch.${segment}Filter`, { filter }) : t(`containers.noneMatch.${segment}`);
  }
}
