import { keyCaps, type Keys } from './keys.ts';
import styles from './kbd.module.css';

/** The key caps of a shortcut. Hidden from assistive technology, which is told by `aria-keyshortcuts`. */
export function Kbd({ keys }: { keys: Keys }) {
  return (
    <span className={styles['keys']} aria-hidden="true">
      {keyCaps(keys).map((cap) => (
        <kbd key={cap} className={styles['cap']}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
