import type { LucideIcon } from 'lucide-react';
import { cloneElement, lazy, Suspense, useState, type MouseEvent, type ReactElement } from 'react';
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

// Not needed for the first paint; fetched when the page is idle, see preload-surfaces.ts.
const MenuSurface = lazy(() => import('./menu-surface.tsx').then((module) => ({ default: module.MenuSurface })));

/** A menu at a place of the caller's choice: a row, or where the pointer was. */
export function MenuAt(props: MenuAtProps) {
  return props.open ? (
    <Suspense fallback={null}>
      <MenuSurface {...props} />
    </Suspense>
  ) : null;
}

interface MenuProps {
  /** A button. */
  trigger: ReactElement<{
    onClick?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
    'aria-haspopup'?: 'menu' | undefined;
    'aria-expanded'?: boolean | undefined;
  }>;
  label: string;
  items: readonly MenuItem[];
  align?: 'start' | 'end' | undefined;
  side?: 'top' | 'bottom' | undefined;
}

/** A button and the menu that it opens. */
export function Menu({ trigger, label, items, align = 'start', side }: MenuProps) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const open = anchor !== null;
  return (
    <>
      {cloneElement(trigger, {
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        onClick: (event) => {
          trigger.props.onClick?.(event);
          setAnchor(open ? null : event.currentTarget);
        },
      })}
      {anchor && (
        <MenuAt
          anchor={anchor}
          open={open}
          onOpenChange={(next) => setAnchor(next ? anchor : null)}
          label={label}
          items={items}
          align={align}
          side={side}
        />
      )}
    </>
  );
}
