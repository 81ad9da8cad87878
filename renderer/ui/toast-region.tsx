import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { CodeBlock } from './code-block.tsx';
import { Details } from './details.tsx';
import { IconButton } from './icon-button.tsx';
import { StatusGlyph } from './status-glyph.tsx';
import styles from './toast.module.css';

export interface Toast {
  id: string;
  tone: 'ok' | 'warn' | 'bad' | 'info';
  title: string;
  text?: string | undefined;
  action?: { label: string; onAction: () => void } | undefined;
  /** The engine's own words behind a summary. */
  details?: { summary: string; text: string } | undefined;
}

interface ToastRegionProps {
  toasts: readonly Toast[];
  onDismiss: (id: string) => void;
  /** The accessible name of the region, such as 'Notifications'. */
  label: string;
  dismissLabel: string;
}

const mostToasts = 3;
/** A result that went well leaves by itself; a failure stays until it is read. */
const successMs = 5000;
const glyphs = { ok: 'healthy', warn: 'unhealthy', bad: 'failed', info: 'running' } as const;

/** The results that one may have missed, bottom right. F8 goes there. */
export function ToastRegion({ toasts, onDismiss, label, dismissLabel }: ToastRegionProps) {
  const region = useRef<HTMLElement>(null);
  const [isHeld, setIsHeld] = useState(false);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'F8') region.current?.querySelector<HTMLElement>('button')?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    // Holding the toasts while one looks at them is no control of its own.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={region}
      className={styles['region']}
      aria-label={label}
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      {toasts.slice(-mostToasts).map((toast) => (
        <ToastCard key={toast.id} toast={toast} isHeld={isHeld} onDismiss={onDismiss} dismissLabel={dismissLabel} />
      ))}
    </section>
  );
}

interface ToastCardProps {
  toast: Toast;
  isHeld: boolean;
  onDismiss: (id: string) => void;
  dismissLabel: string;
}

function ToastCard({ toast, isHeld, onDismiss, dismissLabel }: ToastCardProps) {
  const leavesByItself = toast.tone === 'ok' || toast.tone === 'info';
  useEffect(() => {
    if (!leavesByItself || isHeld) return undefined;
    const timer = setTimeout(() => onDismiss(toast.id), successMs);
    return () => clearTimeout(timer);
  }, [leavesByItself, isHeld, onDismiss, toast.id]);

  return (
    <div className={styles['toast']} role={toast.tone === 'bad' ? 'alert' : 'status'}>
      <StatusGlyph status={glyphs[toast.tone]} />
      <div className={styles['body']}>
        <b className={styles['title']}>{toast.title}</b>
        {toast.text && <p className={styles['text']}>{toast.text}</p>}
        {toast.details && (
          <Details summary={toast.details.summary}>
            <CodeBlock label={toast.details.summary} wrap>
              {toast.details.text}
            </CodeBlock>
          </Details>
        )}
      </div>
      {toast.action && (
        <Button size="sm" onClick={toast.action.onAction}>
          {toast.action.label}
        </Button>
      )}
      <IconButton icon={X} size="sm" label={dismissLabel} onClick={() => onDismiss(toast.id)} />
    </div>
  );
}
