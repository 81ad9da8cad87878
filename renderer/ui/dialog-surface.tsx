import { AlertDialog as BaseAlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef } from 'react';
import { Button } from './button.tsx';
import type { ConfirmDialogProps, DialogProps } from './dialog-props.ts';
import { IconButton } from './icon-button.tsx';
import styles from './dialog.module.css';

const defaultWidthPx = 480;
const confirmWidthPx = 440;

/** The dialog itself; see Dialog. */
export function DialogSurface({
  open,
  onOpenChange,
  title,
  width = defaultWidthPx,
  children,
  footer,
  dismissible = true,
  closeLabel,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <BaseDialog.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={!dismissible}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles['scrim']} />
        <BaseDialog.Viewport className={styles['viewport']}>
          <BaseDialog.Popup
            ref={popup}
            className={styles['dialog']}
            style={{ width }}
            // The close button is the first in the order, but nobody opens a dialog to close it.
            initialFocus={() =>
              popup.current?.querySelector<HTMLElement>('[data-autofocus]') ??
              popup.current?.querySelector<HTMLElement>('[data-dialog-body] :is(input, select, textarea)') ??
              popup.current?.querySelector<HTMLElement>('[data-dialog-foot] button:last-of-type') ??
              true
            }
          >
            <header className={styles['head']}>
              <BaseDialog.Title className={styles['title']}>{title}</BaseDialog.Title>
              <IconButton icon={X} label={closeLabel} onClick={() => onOpenChange(false)} />
            </header>
            <div className={styles['body']} data-dialog-body="">
              {children}
            </div>
            {footer && (
              <footer className={styles['foot']} data-dialog-foot="">
                {footer}
              </footer>
            )}
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** The confirmation itself; see ConfirmDialog. */
export function ConfirmSurface({
  open,
  onOpenChange,
  title,
  children,
  confirmLabel,
  cancelLabel,
  onConfirm,
  busy = false,
  problem,
}: ConfirmDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <BaseAlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <BaseAlertDialog.Portal>
        <BaseAlertDialog.Backdrop className={styles['scrim']} />
        <BaseAlertDialog.Viewport className={styles['viewport']}>
          <BaseAlertDialog.Popup className={styles['dialog']} style={{ width: confirmWidthPx }} initialFocus={cancel}>
            <div className={styles['question']}>
              <BaseAlertDialog.Title className={styles['title']}>{title}</BaseAlertDialog.Title>
              <BaseAlertDialog.Description className={styles['detail']} render={<div />}>
                {children}
              </BaseAlertDialog.Description>
              {problem}
            </div>
            <footer className={styles['foot']}>
              <Button ref={cancel} onClick={() => onOpenChange(false)}>
                {cancelLabel}
              </Button>
              <Button variant="danger-solid" busy={busy} onClick={onConfirm}>
                {confirmLabel}
              </Button>
            </footer>
          </BaseAlertDialog.Popup>
        </BaseAlertDialog.Viewport>
      </BaseAlertDialog.Portal>
    </BaseAlertDialog.Root>
  );
}
