import type { ReactNode } from 'react';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The accessible name, and the headline. */
  title: string;
  /** In pixels; a narrow window narrows the dialog. */
  width?: number | undefined;
  children: ReactNode;
  /** Secondary actions first, the primary one last. */
  footer?: ReactNode | undefined;
  /** A dialog with unsaved input stays open when the page behind it is clicked. */
  dismissible?: boolean | undefined;
  /** The accessible name of the button that closes it. */
  closeLabel: string;
}

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Asks with the object: 'Remove pgdata and its 2.4 GB?' */
  title: string;
  /** What is lost, and what stays. */
  children: ReactNode;
  confirmLabel: string;
  cancelLabel: string;
  onConfirm: () => void;
  /** It is being done. */
  busy?: boolean | undefined;
  /** Why it could not be done. */
  problem?: ReactNode | undefined;
}
