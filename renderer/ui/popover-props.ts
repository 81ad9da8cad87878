import type { ReactNode } from 'react';

export interface PopoverProps {
  anchor: Element | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The accessible name. */
  label: string;
  /** In pixels. */
  width: number;
  side?: 'top' | 'bottom' | undefined;
  align?: 'start' | 'end' | undefined;
  children: ReactNode;
}
