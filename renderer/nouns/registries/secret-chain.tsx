import { Anchor, ArrowDown, ArrowRight, FileText, KeyRound, Lock, type LucideIcon } from 'lucide-react';
import { Fragment } from 'react';
import type { SecretPlace } from '../../../engine/contract/registries.ts';
import { useT } from '../../i18n/use-words.ts';
import type { Translate } from '../../i18n/translate.ts';
import { isCloudHelper, storeWords } from './registry-words.ts';
import styles from './secret-chain.module.css';

interface Link {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly fact: string;
}

/** The way of a secret from Berth to where it is kept, as a picture. */
export function SecretChain({ place, isUpright = false }: { place: SecretPlace; isUpright?: boolean }) {
  const t = useT();
  const Arrow = isUpright ? ArrowDown : ArrowRight;
  return (
    <div className={styles['chain']} data-upright={isUpright || undefined} role="img" aria-label={sentence(place, t)}>
      {linksOf(place, t).map(({ icon: Icon, title, fact }, index) => (
        <Fragment key={title}>
          {index === 0 ? null : (
            <span className={styles['arrow']}>
              <Arrow size={13} strokeWidth={1.75} />
            </span>
          )}
          <span className={styles['link']}>
            <Icon size={15} strokeWidth={1.75} />
            <span className={styles['words']}>
              <b>{title}</b>
              <small>{fact}</small>
            </span>
          </span>
        </Fragment>
      ))}
    </div>
  );
}

function linksOf(place: SecretPlace, t: Translate): readonly Link[] {
  const berth = (fact: string): Link => ({ icon: Anchor, title: t('registries.chain.berth'), fact });
  switch (place.kind) {
    case 'session':
      return [berth(t('registries.chain.remembers'))];
    case 'file':
      return [
        berth(t('registries.chain.asksOnce')),
        { icon: FileText, title: t('registries.chain.file'), fact: t('registries.chain.plain') },
      ];
    case 'helper':
      return [
        berth(t('registries.chain.asksOnce')),
        { icon: KeyRound, title: t('registries.chain.helper'), fact: place.name },
        {
          icon: Lock,
          title: storeWords(place.name, t),
          fact: t(isCloudHelper(place.name) ? 'registries.chain.makes' : 'registries.chain.keeps'),
        },
      ];
  }
}

function sentence(place: SecretPlace, t: Translate): string {
  switch (place.kind) {
    case 'session':
      return t('registries.chain.labelSession');
    case 'file':
      return t('registries.chain.labelFile');
    case 'helper':
      return t('registries.chain.label', { helper: place.name, place: storeWords(place.name, t) });
  }
}
