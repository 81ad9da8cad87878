import { Kbd } from './kbd.tsx';
import { keyCaps } from './keys.ts';
import styles from './key-list.module.css';

interface KeyListProps {
  lines: readonly { readonly name: string; readonly keys: readonly string[] }[];
}

/** What keys do, in two columns; also for those who do not see the caps. */
export function KeyList({ lines }: KeyListProps) {
  return (
    <dl className={styles['list']}>
      {lines.map(({ name, keys }) => (
        <div key={name} className={styles['line']}>
          <dt>{name}</dt>
          <dd>
            <Kbd keys={keys} />
            <span className={styles['spoken']}>{keys.map((key) => keyCaps([key])[0]?.trim()).join(' ')}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
