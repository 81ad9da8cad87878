import { ChevronDown } from 'lucide-react';
import { useMemo, type Ref } from 'react';
import { useFormat, useT } from '../../i18n/use-words.ts';
import type { Segment } from '../../objects/container-status.ts';
import { ListFilter, type ListFilterHandle } from '../../page/list-filter.tsx';
import { usePreferences, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Segmented, type SegmentedOption } from '../../ui/segmented.tsx';
import { Spacer, Toolbar } from '../../ui/toolbar.tsx';
import type { Arrangement } from './arrange.ts';
import styles from './containers-toolbar.module.css';

interface ContainersToolbarProps {
  arrangement: Arrangement;
  segment: Segment;
  filter: string;
  onFilter: (filter: string) => void;
  onLeaveFilter: () => void;
  onSortAgain: () => void;
  filterRef: Ref<ListFilterHandle>;
}

/** Above the list: which containers, and in what order. */
export function ContainersToolbar({
  arrangement,
  segment,
  filter,
  onFilter,
  onLeaveFilter,
  onSortAgain,
  filterRef,
}: ContainersToolbarProps) {
  const t = useT();
  const format = useFormat();
  const { preferences } = useStores();
  const isGrouped = usePreferences(({ isGroupedByProject }) => isGroupedByProject);
  const { counts, waiting } = arrangement;
  const options = useMemo(
    (): SegmentedOption<Segment>[] => [
      { value: 'all', label: t('containers.segments.all'), count: format.count(counts.all) },
      { value: 'running', label: t('containers.segments.running'), count: format.count(counts.running) },
      { value: 'stopped', label: t('containers.segments.stopped'), count: format.count(counts.stopped) },
      {
        value: 'attention',
        label: t('containers.segments.attention'),
        count: format.count(counts.attention),
        glyph: counts.attention === 0 ? undefined : 'unhealthy',
      },
    ],
    [t, format, counts],
  );
  const groupings = [
    { id: 'project', label: t('containers.grouping.project'), isGroupedByProject: true },
    { id: 'none', label: t('containers.grouping.none'), isGroupedByProject: false },
  ];
  return (
    <Toolbar label={t('containers.toolbar')}>
      <Segmented
        label={t('containers.segments.label')}
        options={options}
        value={segment}
        onChange={(containersFilter) => preferences.change({ containersFilter })}
      />
      <Spacer />
      {waiting === 0 ? null : (
        <Button variant="link" size="sm" onClick={onSortAgain}>
          {t('lists.sortAgain', { count: waiting })}
        </Button>
      )}
      <ListFilter
        ref={filterRef}
        value={filter}
        onChange={onFilter}
        onLeave={onLeaveFilter}
        hint={t('lists.filterHint')}
      />
      <Menu
        trigger={
          <Button variant="ghost" size="sm">
            <span className={styles['choice']}>
              {isGrouped ? t('containers.grouping.byProject') : t('containers.grouping.ungrouped')}
              <ChevronDown size={13} strokeWidth={1.75} aria-hidden="true" />
            </span>
          </Button>
        }
        label={t('containers.grouping.label')}
        align="end"
        items={groupings.map(({ id, label, isGroupedByProject }) => ({
          id,
          label,
          checked: isGroupedByProject === isGrouped,
          onSelect: () => preferences.change({ isGroupedByProject }),
        }))}
      />
    </Toolbar>
  );
}
