import { Ellipsis, Layers } from 'lucide-react';
import { useMemo } from 'react';
import type { Image } from '../../../engine/contract/images.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { toShortId } from '../../objects/container-name.ts';
import { SidePane } from '../../page/side-pane.tsx';
import { useOne } from '../../page/use-one.ts';
import { useRows } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import {
  checkNewer,
  copyImageId,
  type ImageTarget,
  imageName,
  nameImage,
  pushImage,
  removeImage,
  runImage,
  saveImages,
} from '../../verbs/image-verbs.ts';
import { useVerb, useVerbItems } from '../../verbs/use-verb.ts';
import { ImageHistory } from './image-history.tsx';
import { ImageInspect } from './image-inspect.tsx';
import styles from './image-pane.module.css';
import { ImageTags } from './image-tags.tsx';
import { ImageUsers } from './image-users.tsx';

export type PaneTab = 'tags' | 'users' | 'history' | 'inspect';

interface ImagePaneProps {
  image: Image;
  /** The one of its names that is open; empty for an image without. */
  tag: string;
  tab: PaneTab;
  onTab: (tab: PaneTab) => void;
  onClose: () => void;
}

const moreVerbs = [saveImages, checkNewer, copyImageId, removeImage];

/** The image of the open row: what it weighs, its names, who uses it, how it was made. */
export function ImagePane({ image, tag, tab, onTab, onClose }: ImagePaneProps) {
  const t = useT();
  // Verbs are about the name that is open.
  const target = useMemo(
    (): ImageTarget =>
      tag === '' ? image : { ...image, tags: [tag], otherNames: image.tags.filter((name) => name !== tag).length },
    [image, tag],
  );
  const targets = useOne(target);
  const run = useVerb(runImage, targets);
  const push = useVerb(pushImage, targets);
  const name = useVerb(nameImage, targets);
  const more = useVerbItems(moreVerbs, targets);
  const containers = useRows('containers', ({ rows }) => rows);
  const users = useMemo(
    () => [...containers.values()].filter(({ imageId }) => imageId === image.id),
    [containers, image.id],
  );
  const title = imageName(target);
  return (
    <SidePane
      label={t('images.pane.label', { name: title })}
      icon={<Layers size={16} strokeWidth={1.75} aria-hidden="true" />}
      title={title}
      isWide
      actions={
        <>
          <Button {...run.button} keys={undefined}>
            {t('images.run')}
          </Button>
          <Button {...push.button} keys={undefined}>
            {t('images.pushIt')}
          </Button>
          <Button {...name.button} keys={undefined}>
            {name.label}
          </Button>
          <span className={styles['room']} />
          <bdi className={styles['id']} dir="ltr" title={image.id}>
            {toShortId(image.id)}
          </bdi>
          <CopyButton iconOnly text={image.id} label={t('images.pane.copyId')} copiedLabel={t('lists.copied')} />
          <Menu
            trigger={<IconButton icon={Ellipsis} size="sm" label={t('lists.moreActions')} />}
            label={t('images.pane.more', { name: title })}
            items={more}
            align="end"
          />
        </>
      }
      actionsLabel={t('images.pane.actions', { name: title })}
      closeLabel={t('images.pane.close')}
      onClose={onClose}
    >
      <Sizes image={image} name={title} />
      <div className={styles['views']}>
        <Tabs
          label={t('images.pane.views')}
          tabs={[
            { id: 'tags', label: t('images.pane.tabs.tags'), count: image.tags.length },
            { id: 'users', label: t('images.pane.tabs.users'), count: users.length },
            { id: 'history', label: t('images.pane.tabs.history') },
            { id: 'inspect', label: t('images.pane.tabs.inspect') },
          ]}
          value={tab}
          onChange={onTab}
        >
          {tab === 'tags' ? <ImageTags image={image} /> : null}
          {tab === 'users' ? <ImageUsers containers={users} /> : null}
          {tab === 'history' ? <ImageHistory reference={image.id} name={title} /> : null}
          {tab === 'inspect' ? <ImageInspect reference={image.id} name={title} /> : null}
        </Tabs>
      </div>
    </SidePane>
  );
}

function Sizes({ image, name }: { image: Image; name: string }) {
  const t = useT();
  const format = useFormat();
  const { sizeBytes, sharedBytes } = image;
  const exact = (bytes: number) => t('images.exactSize', { size: format.count(bytes) });
  const own = sharedBytes === null ? null : Math.max(0, sizeBytes - sharedBytes);
  return (
    <dl className={styles['sizes']} aria-label={t('images.pane.sizes', { name })}>
      <div>
        <dt>{t('images.pane.total')}</dt>
        <dd title={exact(sizeBytes)}>{format.diskSize(sizeBytes)}</dd>
      </div>
      {own === null || sharedBytes === null ? null : (
        <>
          <div>
            <dt>
              <i className={styles['ownKey']} />
              {t('images.pane.own')}
            </dt>
            <dd title={exact(own)}>{format.diskSize(own)}</dd>
          </div>
          <div>
            <dt>
              <i className={styles['sharedKey']} />
              {t('images.pane.shared')}
            </dt>
            <dd title={exact(sharedBytes)}>{format.diskSize(sharedBytes)}</dd>
          </div>
        </>
      )}
    </dl>
  );
}
