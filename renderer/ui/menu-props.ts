import type { LucideIcon } from 'lucide-react';
import type { Keys } from './keys.ts';

export interface MenuItem {
  id: string;
  label: string;
  icon?: LucideIcon | undefined;
  keys?: Keys | undefined;
  danger?: boolean | undefined;
  /** It stays in its place, and says why it cannot be chosen. */
  disabledReason?: string | undefined;
  /** A choice that is on. */
  checked?: boolean | undefined;
  onSelect: () => void;
  /** Called when it is pointed at or has the focus; the answer when it no longer is. */
  onActive?: (() => () => void) | undefined;
  separatorBefore?: boolean | undefined;
}

/** What a menu opens at: an element, or a point of the window in pixels. */
export type MenuAnchor = Element | { x: number; y: number };

export interface MenuAtProps {
  anchor: MenuAnchor;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The accessible name. */
  label: string;
  items: readonly MenuItem[];
  /** Which edge of the anchor it lines up with. */
  align?: 'start' | 'end' | undefined;
  side?: 'top' | 'bottom' | undefined;
}
