import { Ellipsis } from 'lucide-react';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { useOne } from '../../page/use-one.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ImageRef } from '../../ui/image-ref.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Tag } from '../../ui/tag.tsx';
import { imageVerbs, pushImage, removeImage, runImage } from '../../verbs/image-verbs.ts';
import { useVerb, useVerbItems } from '../../verbs/use-verb.ts';
import type { ImageItem, RepositoryItem } from './image-rows.ts';
import styles from './images-grid.module.css';

/** The name; under its repository only the tag stands out. */
export function NameCell({ item }: { item: ImageItem }) {
  const t = useT();
  return (
    <span
      className={styles['name']}
      data-tagged={item.isTagged || undefined}
      data-under={item.level === 2 || undefined}
    >
      <ImageRef reference={item.name} />
      {item.isTagged ? null : <Tag>{t('images.noTag')}</Tag>}
    </span>
  );
}

/** The size as a number and as a bar against the largest; hatched is what other images have too. */
export function SizeCell({ item, largestBytes }: { item: ImageItem; largestBytes: number }) {
  const t = useT();
  const format = useFormat();
  const { sizeBytes, sharedBytes } = item.image;
  const shared = Math.min(sharedBytes ?? 0, sizeBytes);
  const own = sizeBytes - shared;
  const percentOf = (bytes: number) => (largestBytes === 0 ? 0 : (bytes / largestBytes) * 100);
  const size = format.count(sizeBytes);
  const title =
    sharedBytes === null || sharedBytes === 0
      ? t('images.exactSize', { size })
      : t('images.splitSize', { size, own, shared });
  return (
    <span className={styles['size']} title={title}>
      <span className={styles['number']}>{format.diskSize(sizeBytes)}</span>
      <span className={styles['track']} aria-hidden="true" data-used={item.usedBy > 0 || undefined}>
        <span className={styles['own']} style={{ width: `${Math.max(own > 0 ? 2 : 0, percentOf(own))}%` }} />
        <span className={styles['shared']} style={{ width: `${percentOf(shared)}%` }} />
      </span>
    </span>
  );
}

/** How many containers use it; a click shows them. */
export function UsedCell({ item, onShow }: { item: ImageItem; onShow: (item: ImageItem) => void }) {
  const t = useT();
  if (item.usedBy === 0) return <span className={styles['used']}>{t('images.notUsed')}</span>;
  return (
    <button
      type="button"
      className={styles['users']}
      title={t('images.showUsers', { name: item.name })}
      onClick={() => onShow(item)}
    >
      {t('images.usedBy', { count: item.usedBy })}
    </button>
  );
}

/** A repository over its tags. */
export function RepositoryName({ group }: { group: RepositoryItem }) {
  const t = useT();
  return (
    <span className={styles['group']}>
      <bdi className={styles['repository']} dir="ltr" title={group.repository}>
        {group.repository}
      </bdi>
      <span className={styles['count']}>{t('images.tags', { count: group.count })}</span>
    </span>
  );
}

const moreKeys = ['.'];

/** The strip at the end of the row that is pointed at or has the focus. */
export function RowActions({ item }: { item: ImageItem }) {
  const t = useT();
  const targets = useOne(item.image);
  const run = useVerb(runImage, targets);
  const push = useVerb(pushImage, targets);
  const remove = useVerb(removeImage, targets);
  const items = useVerbItems(imageVerbs, targets);
  return (
    <>
      <IconButton {...run.button} size="sm" label={t('images.run')} />
      <IconButton {...push.button} size="sm" label={t('images.pushIt')} />
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
