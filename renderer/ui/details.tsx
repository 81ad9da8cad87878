import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './details.module.css';

interface DetailsProps {
  summary: string;
  children: ReactNode;
  open?: boolean | undefined;
  onToggle?: ((open: boolean) => void) | undefined;
  /** Stands at the end of the summary's line, such as a copy button. */
  actions?: ReactNode | undefined;
}

/** The exact words behind the plain ones. */
export function Details({ summary, children, open, onToggle, actions }: DetailsProps) {
  return (
    <div className={styles['frame']}>
      {actions && <div className={styles['actions']}>{actions}</div>}
      <details
        className={styles['details']}
        open={open}
        onToggle={onToggle && ((event) => onToggle(event.currentTarget.open))}
      >
        <summary className={styles['summary']}>
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" />
          {summary}
        </summary>
        <div className={styles['body']}>{children}</div>
      </details>
    </div>
  );
}
