import { cloneElement, lazy, Suspense, useState, type MouseEvent, type ReactElement } from 'react';
import { loadPart } from './load-part.ts';
import type { MenuAtProps, MenuItem } from './menu-props.ts';

// Not needed for the first paint; fetched when the page is idle, see preload-surfaces.ts.
const MenuSurface = lazy(() =>
  loadPart(() => import('./menu-surface.tsx')).then((module) => ({ default: module.MenuSurface })),
);

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
