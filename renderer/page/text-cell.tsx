import { useT } from '../i18n/use-words.ts';
import styles from './text-cell.module.css';

interface TextCellProps {
  /** Null and empty are a dash. */
  text: string | null;
  look?: 'name' | 'plain' | 'mono' | undefined;
}

/** A cell of one text, cut where there is no room, whole in the tooltip. */
export function TextCell({ text, look = 'plain' }: TextCellProps) {
  const t = useT();
  if (text === null || text === '') return <span className={styles['none']}>{t('lists.none')}</span>;
  return (
    <bdi className={styles['text']} data-look={look} title={text} dir={look === 'plain' ? undefined : 'ltr'}>
      {text}
    </bdi>
  );
}
