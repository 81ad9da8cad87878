import { useFormat, useT } from '../i18n/use-words.ts';
import type { NounGroup } from '../stores/noun-stores.ts';
import { useRows } from '../stores/stores-context.tsx';
import { StatusGlyph } from '../ui/status-glyph.tsx';
import styles from './noun-count.module.css';

/** How many there are, beside the name in the sidebar; null while it is not known, or no news. */
export function NounCount({ value }: { value: number | null }) {
  const format = useFormat();
  return value === null ? null : <span className={styles['count']}>{format.count(value)}</span>;
}

/** How many objects of a group there are. */
export function RowCount({ group }: { group: NounGroup }) {
  const count = useRows(group, ({ rows, freshness }) => (freshness === 'loading' ? null : rows.size));
  return <NounCount value={count} />;
}

/** How many need a look, before their number. */
export function NounAttention({ value }: { value: number }) {
  const t = useT();
  return value === 0 ? null : (
    <span className={styles['attention']} title={t('frame.attention', { count: value })}>
      <StatusGlyph status="unhealthy" size={11} />
      {value}
    </span>
  );
}
