import { Ellipsis, Tag as TagIcon } from 'lucide-react';
import { useMemo } from 'react';
import { registryOf } from '../../../engine/contract/image-reference.ts';
import type { Image } from '../../../engine/contract/images.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { useNowMs } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ImageRef } from '../../ui/image-ref.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Menu } from '../../ui/menu.tsx';
import { checkNewer, type ImageTarget, nameImage, pushImage, removeImage, runImage } from '../../verbs/image-verbs.ts';
import { registryName } from '../../verbs/registry-verbs.ts';
import { useVerb, useVerbItems } from '../../verbs/use-verb.ts';
import { useOne } from '../../page/use-one.ts';
import styles from './image-pane.module.css';

/** The names of an image, and what registries call it by. */
export function ImageTags({ image }: { image: Image }) {
  const t = useT();
  const format = useFormat();
  const nowMs = useNowMs();
  const name = useVerb(nameImage, useOne(image));
  return (
    <>
      {image.tags.length === 0 ? (
        <p className={styles['none']}>{t('images.pane.noTags')}</p>
      ) : (
        <ul className={styles['list']}>
          {image.tags.map((tag) => (
            <TagLine key={tag} image={image} tag={tag} />
          ))}
        </ul>
      )}
      <div className={styles['addTag']}>
        <Button {...name.button} icon={undefined} keys={undefined} variant="link" size="sm">
          {t('images.pane.addTag')}
        </Button>
      </div>
      {image.digests.length === 0 ? null : (
        <>
          <h3 className={styles['heading']}>{t('images.pane.digests')}</h3>
          <ul>
            {image.digests.map((digest) => (
              <li key={digest}>
                <bdi className={styles['digest']} dir="ltr">
                  {digest}
                </bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3 className={styles['heading']}>{t('images.pane.id')}</h3>
      <bdi className={styles['digest']} dir="ltr">
        {image.id}
      </bdi>
      <KeyValues
        items={[
          {
            label: t('images.pane.created'),
            value: <span title={format.exactTime(image.createdAtMs)}>{format.when(image.createdAtMs, nowMs)}</span>,
          },
        ]}
      />
    </>
  );
}

const tagVerbs = [runImage, pushImage, checkNewer, removeImage];

function TagLine({ image, tag }: { image: Image; tag: string }) {
  const t = useT();
  const target = useMemo(
    (): ImageTarget => ({ ...image, tags: [tag], otherNames: image.tags.length - 1 }),
    [image, tag],
  );
  const items = useVerbItems(tagVerbs, useOne(target));
  const registry = registryOf(tag);
  // A digest of the same repository is what a pull or a push leaves behind.
  const isKnownThere = image.digests.some((digest) => registryOf(digest) === registry);
  return (
    <li className={styles['item']}>
      <TagIcon size={14} strokeWidth={1.75} aria-hidden="true" />
      <ImageRef reference={tag} />
      <CopyButton
        iconOnly
        text={tag}
        label={t('images.pane.copyName', { name: tag })}
        copiedLabel={t('lists.copied')}
      />
      <span className={styles['room']} />
      <span className={styles['fact']}>{isKnownThere ? registryName(registry, t) : t('images.pane.here')}</span>
      <Menu
        trigger={<IconButton icon={Ellipsis} size="sm" label={t('images.pane.tagActions', { name: tag })} />}
        label={t('images.pane.tagActions', { name: tag })}
        items={items}
        align="end"
      />
    </li>
  );
}
