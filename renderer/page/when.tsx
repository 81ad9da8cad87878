import { useFormat, useT } from '../i18n/use-words.ts';
import { useNowMs } from '../stores/stores-context.tsx';
import styles from './when.module.css';

/** When something was: '4 min ago', 'Tuesday', 'Jul 3'; exact in the tooltip. */
export function When({ atMs }: { atMs: number | null }) {
  const t = useT();
  const format = useFormat();
  const nowMs = useNowMs();
  if (atMs === null) return <span className={styles['none']}>{t('lists.none')}</span>;
  return (
    <time
      className={styles['when']}
      dateTime={new Date(atMs).toISOString()}
      // Written when it is about to be read: fifty rows would wait for their tooltips.
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = format.exactTime(atMs);
      }}
    >
      {format.when(atMs, nowMs)}
    </time>
  );
}
