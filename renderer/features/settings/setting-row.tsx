import type { ReactNode } from 'react';
import styles from './settings.module.css';

interface SettingRowProps {
  title: string;
  hint: string;
  /** For the control's `describedBy`. */
  hintId: string;
  children: ReactNode;
}

/** One setting: its name and what it means, and the control at the end. */
export function SettingRow({ title, hint, hintId, children }: SettingRowProps) {
  return (
    <div className={styles['row']}>
      <div className={styles['rowText']}>
        <b>{title}</b>
        <span id={hintId}>{hint}</span>
      </div>
      {children}
    </div>
  );
}
