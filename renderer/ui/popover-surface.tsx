import { Popover as BasePopover } from '@base-ui/react/popover';
import { useRef } from 'react';
import type { PopoverProps } from './popover-props.ts';
import styles from './popover.module.css';

/** The panel itself; see Popover. */
export function PopoverSurface({
  anchor,
  open,
  onOpenChange,
  label,
  width,
  side = 'bottom',
  align = 'start',
  children,
}: PopoverProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <BasePopover.Root
      open={open}
      onOpenChange={(next, details) => {
        // The control that opened it closes it by itself; closing here too would open it again.
        const target = details.event.target;
        if (!next && details.reason === 'outside-press' && target instanceof Node && anchor?.contains(target)) return;
        onOpenChange(next);
      }}
    >
      <BasePopover.Portal>
        <BasePopover.Positioner
          className={styles['positioner']}
          anchor={anchor}
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={8}
        >
          <BasePopover.Popup
            ref={popup}
            className={styles['popover']}
            style={{ width }}
            aria-label={label}
            initialFocus={() => popup.current?.querySelector<HTMLElement>('[data-autofocus]') ?? true}
            finalFocus={() => (anchor instanceof HTMLElement ? anchor : true)}
          >
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
