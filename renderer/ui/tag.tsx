import type { ReactNode } from 'react';
import styles from './tag.module.css';

interface TagProps {
  tone?: 'neutral' | 'accent' | undefined;
  mono?: boolean | undefined;
  children: ReactNode;
}

/** A neutral fact, such as 'read-only'. */
export function Tag({ tone = 'neutral', mono = false, children }: TagProps) {
  return (
    <span className={styles['tag']} data-tone={tone} data-mono={mono || undefined}>
      {children}
    </span>
  );
}
