import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { BusyArc } from './busy-arc.tsx';
import { classNames } from './class-names.ts';
import { ariaKeys, type Keys } from './keys.ts';
import { offProps, tipProps } from './tooltip.tsx';
import styles from './icon-button.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  icon: LucideIcon;
  /** The accessible name, and the tooltip. */
  label: string;
  keys?: Keys | undefined;
  /** Of a toggle only. */
  pressed?: boolean | undefined;
  size?: 'sm' | 'md' | undefined;
  busy?: boolean | undefined;
  disabledReason?: string | undefined;
}

/** A button that is only an icon: always with a name and a tooltip. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  pressed,
  size = 'md',
  busy = false,
  disabledReason,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  const isOff = busy || disabledReason !== undefined;
  return (
    <button
      type="button"
      {...rest}
      {...tipProps(label, keys)}
      {...offProps(disabledReason)}
      className={classNames(styles['button'], className)}
      data-size={size}
      aria-label={label}
      aria-pressed={pressed}
      {...(busy && { 'aria-disabled': true })}
      aria-busy={busy || undefined}
      aria-keyshortcuts={keys && ariaKeys(keys)}
      onClick={isOff ? undefined : onClick}
    >
      {busy ? <BusyArc /> : <Icon size={size === 'sm' ? 15 : 16} strokeWidth={1.75} aria-hidden="true" />}
    </button>
  );
}
