import { Link } from 'wouter';
import type { Container } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { statusOf } from '../../objects/container-status.ts';
import { statusWord } from '../../page/status-words.ts';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { containerPlace } from '../../verbs/places.ts';
import styles from './image-pane.module.css';

/** The containers that were made from the image, each with the way to it. */
export function ImageUsers({ containers }: { containers: readonly Container[] }) {
  const t = useT();
  if (containers.length === 0) return <p className={styles['none']}>{t('images.pane.noUsers')}</p>;
  return (
    <ul className={styles['list']}>
      {containers.map((container) => {
        const status = statusOf(container);
        return (
          <li key={container.id} className={styles['item']}>
            <StatusGlyph status={status.glyph} />
            <Link href={containerPlace(container.id, 'logs')}>
              <bdi>{container.name}</bdi>
            </Link>
            <span className={styles['room']} />
            <span className={styles['fact']}>{statusWord(status.kind, t)}</span>
          </li>
        );
      })}
    </ul>
  );
}
