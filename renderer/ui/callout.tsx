import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { StatusGlyph } from './status-glyph.tsx';
import styles from './callout.module.css';

interface CalloutProps {
  tone: 'info' | 'ok' | 'warn' | 'bad';
  title: string;
  children?: ReactNode | undefined;
  /** Buttons, safest first. */
  actions?: ReactNode | undefined;
}

const glyphs = { ok: 'healthy', warn: 'unhealthy', bad: 'failed' } as const;

/** A fact next to its subject: glyph, the fact in bold, detail, what can be done. Never stacked. */
export function Callout({ tone, title, children, actions }: CalloutProps) {
  return (
    <div className={styles['callout']} data-tone={tone} role="note">
      {tone === 'info' ? (
        <Info size={14} strokeWidth={1.75} aria-hidden="true" />
      ) : (
        <StatusGlyph status={glyphs[tone]} />
      )}
      <div className={styles['body']}>
        <b className={styles['title']}>{title}</b>
        {children && <div className={styles['detail']}>{children}</div>}
        {actions && <div className={styles['actions']}>{actions}</div>}
      </div>
    </div>
  );
}
