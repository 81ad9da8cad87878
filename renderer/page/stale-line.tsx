import { useFormat, useT } from '../i18n/use-words.ts';
import { useFreshness } from '../stores/stores-context.tsx';
import type { NounGroup } from '../stores/noun-stores.ts';
import { StatusGlyph } from '../ui/status-glyph.tsx';
import styles from './stale-line.module.css';

/** Above a list whose engine does not answer: since when what is shown may be out of date. */
export function StaleLine({ list, asOfMs }: { list: NounGroup; asOfMs: number }) {
  const t = useT();
  const format = useFormat();
  const freshness = useFreshness(list);
  if (freshness !== 'stale') return null;
  return (
    <div className={styles['line']} role="status">
      <StatusGlyph status="unreachable" size={12} />
      <span>{asOfMs === 0 ? t('lists.staleUnknown') : t('lists.stale', { time: format.clock(asOfMs) })}</span>
    </div>
  );
}
