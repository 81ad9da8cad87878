import { Ellipsis } from 'lucide-react';
import type { Ref } from 'react';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { ListFilter, type ListFilterHandle } from '../../page/list-filter.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Spacer, Toolbar } from '../../ui/toolbar.tsx';
import { openImportDialog, openLoadDialog, openPruneDialog } from '../../verbs/image-forms.ts';
import { useVerb, useVerbItems } from '../../verbs/use-verb.ts';
import { type ImageSegment, imageSegments } from './image-rows.ts';
import styles from './images-page.module.css';
import { useDiskUse } from './use-disk-use.ts';

interface ImagesToolbarProps {
  segment: ImageSegment;
  onSegment: (segment: ImageSegment) => void;
  counts: Readonly<Record<ImageSegment, number>>;
  filter: string;
  onFilter: (filter: string) => void;
  onLeaveFilter: () => void;
  filterRef: Ref<ListFilterHandle>;
}

const noTargets: readonly never[] = [];
const moreVerbs = [openLoadDialog, openImportDialog];

/** What the list shows, what it takes on the disk, and what can be got back of that. */
export function ImagesToolbar(props: ImagesToolbarProps) {
  const { segment, onSegment, counts, filter, onFilter, onLeaveFilter, filterRef } = props;
  const t = useT();
  const format = useFormat();
  const more = useVerbItems(moreVerbs, noTargets);
  const shown = imageSegments.filter((id) => id !== 'untagged' || counts.untagged > 0 || segment === id);
  return (
    <Toolbar label={t('images.toolbar')}>
      <Segmented
        label={t('images.segments.label')}
        value={segment}
        onChange={onSegment}
        options={shown.map((id) => ({ value: id, label: t(`images.segments.${id}`), count: format.count(counts[id]) }))}
      />
      <Spacer />
      <DiskUse />
      <ListFilter
        ref={filterRef}
        value={filter}
        onChange={onFilter}
        onLeave={onLeaveFilter}
        hint={t('images.filterHint')}
      />
      <Menu
        trigger={<IconButton icon={Ellipsis} size="sm" label={t('images.more')} />}
        label={t('images.more')}
        items={more}
        align="end"
      />
    </Toolbar>
  );
}

function DiskUse() {
  const t = useT();
  const use = useDiskUse();
  const prune = useVerb(openPruneDialog, noTargets);
  const total = use?.totalBytes ?? null;
  const reclaim = use?.reclaimBytes ?? 0;
  return (
    <>
      {total === null ? null : (
        <span className={styles['onDisk']} title={t('images.onDiskTip')}>
          {t('images.onDisk', { size: total })}
        </span>
      )}
      <Button {...prune.button} variant="ghost" size="sm">
        {reclaim > 0 ? t('images.freeUp', { size: reclaim }) : t('images.freeUpAny')}
      </Button>
    </>
  );
}
