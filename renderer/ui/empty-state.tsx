import type { ReactNode } from 'react';
import { BerthMark } from './berth-mark.tsx';
import styles from './empty-state.module.css';

interface EmptyStateProps {
  title: string;
  /** What this is, in one sentence. */
  children?: ReactNode | undefined;
  /** The next step: one primary button, then other ways. */
  actions?: ReactNode | undefined;
  /** A picture; without one, and with `mark`, the Berth mark. */
  picture?: ReactNode | undefined;
  mark?: boolean | undefined;
  /** What stands below the actions, such as a command line. */
  footer?: ReactNode | undefined;
}

/** A place with nothing in it yet, and the way out of that. */
export function EmptyState({ title, children, actions, picture, mark = false, footer }: EmptyStateProps) {
  return (
    <div className={styles['place']}>
      <div className={styles['inner']}>
        {picture ?? (mark && <BerthMark />)}
        <h2 className={styles['title']}>{title}</h2>
        {children && <div className={styles['text']}>{children}</div>}
        {actions && <div className={styles['actions']}>{actions}</div>}
        {footer && <div className={styles['footer']}>{footer}</div>}
      </div>
    </div>
  );
}
