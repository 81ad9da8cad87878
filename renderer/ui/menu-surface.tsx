import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { Fragment, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Kbd } from './kbd.tsx';
import { ariaKeys } from './keys.ts';
import type { MenuAtProps, MenuItem } from './menu-props.ts';
import { offProps } from './tooltip.tsx';
import styles from './menu.module.css';

/** The menu itself; see Menu and MenuAt. */
export function MenuSurface({
  anchor,
  open,
  onOpenChange,
  label,
  items,
  align = 'start',
  side = 'bottom',
}: MenuAtProps) {
  const popup = useRef<HTMLDivElement>(null);
  // Opened by a key: the first item is the next thing to press. Opened by the pointer: none is.
  const [startsAtFirst] = useState(
    () => anchor instanceof Element && (document.activeElement?.matches(':focus-visible') ?? false),
  );
  useEffect(() => {
    if (!startsAtFirst) return undefined;
    // After the menu has taken the focus for itself.
    const frame = requestAnimationFrame(() =>
      popup.current?.querySelector<HTMLElement>('[role="menuitem"]:not([aria-disabled="true"])')?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [startsAtFirst]);
  const leave = useRef<() => void>(undefined);
  const activate = useCallback((item: MenuItem | null) => {
    leave.current?.();
    leave.current = item?.onActive?.();
  }, []);
  useEffect(() => () => activate(null), [activate]);
  const place = useMemo(
    () => (anchor instanceof Element ? anchor : { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) }),
    [anchor],
  );
  return (
    <BaseMenu.Root
      open={open}
      onOpenChange={(next, details) => {
        // The button that opened it closes it by itself; closing here too would open it again.
        const target = details.event.target;
        const isOnButton = anchor instanceof HTMLButtonElement && target instanceof Node && anchor.contains(target);
        if (next || details.reason !== 'outside-press' || !isOnButton) onOpenChange(next);
      }}
      modal={false}
    >
      <BaseMenu.Portal>
        <BaseMenu.Positioner
          className={styles['positioner']}
          anchor={place}
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
        >
          <BaseMenu.Popup
            ref={popup}
            className={styles['menu']}
            aria-label={label}
            // Wherever the focus was when the menu was opened by key or click; without a trigger nobody else knows.
            finalFocus={() => (anchor instanceof HTMLElement ? anchor : true)}
          >
            {items.map((item) => (
              <Fragment key={item.id}>
                {item.separatorBefore && <BaseMenu.Separator className={styles['separator']} />}
                <BaseMenu.Item
                  className={styles['item']}
                  data-danger={item.danger || undefined}
                  disabled={item.disabledReason !== undefined}
                  label={item.label}
                  aria-keyshortcuts={item.keys && ariaKeys(item.keys)}
                  {...offProps(item.disabledReason)}
                  onClick={item.onSelect}
                  // The item that is pointed at gets the focus too.
                  onFocus={() => activate(item)}
                  onBlur={() => activate(null)}
                >
                  <span className={styles['icon']}>
                    {item.icon && <item.icon size={15} strokeWidth={1.75} aria-hidden="true" />}
                  </span>
                  <span className={styles['label']}>{item.label}</span>
                  {item.checked && <Check size={15} strokeWidth={1.75} aria-hidden="true" />}
                  {item.keys && <Kbd keys={item.keys} />}
                </BaseMenu.Item>
              </Fragment>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
