import { Fragment, type ReactNode } from 'react';
import styles from './key-values.module.css';

export interface KeyValue {
  label: string;
  value: ReactNode;
  /** For what could be pasted into a shell. */
  mono?: boolean | undefined;
}

/** Facts as label and value. */
export function KeyValues({ items }: { items: readonly KeyValue[] }) {
  return (
    <dl className={styles['list']}>
      {items.map((item) => (
        <Fragment key={item.label}>
          <dt>{item.label}</dt>
          <dd data-mono={item.mono || undefined}>{item.value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
