import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent } from 'react';
import { BusyArc } from './busy-arc.tsx';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { ariaKeys, type Keys } from './keys.ts';
import { offProps } from './tooltip.tsx';
import styles from './button.module.css';

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'primary' | 'default' | 'ghost' | 'danger' | 'danger-solid' | 'link' | undefined;
  size?: 'sm' | 'md' | 'lg' | undefined;
  icon?: LucideIcon | undefined;
  /** Printed as key caps after the label; handling the key is the caller's. */
  keys?: Keys | undefined;
  /** Work is under way: the icon becomes the turning arc, and clicks do nothing. */
  busy?: boolean | undefined;
  /** Why it cannot be used now. The button stays focusable, and says so in its tooltip and description. */
  disabledReason?: string | undefined;
}

/** A button with a label. One `primary` per view; `danger-solid` only in confirmations. */
export function Button({
  variant = 'default',
  size = 'md',
  icon: Icon,
  keys,
  busy = false,
  disabledReason,
  className,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const isOff = busy || disabledReason !== undefined;
  return (
    <button
      type="button"
      {...rest}
      {...offProps(disabledReason)}
      className={classNames(styles['button'], className)}
      data-variant={variant}
      data-size={size}
      {...(busy && { 'aria-disabled': true })}
      aria-busy={busy || undefined}
      aria-keyshortcuts={keys && ariaKeys(keys)}
      onClick={isOff ? swallow : onClick}
    >
      {busy ? <BusyArc /> : Icon ? <Icon size={15} strokeWidth={1.75} aria-hidden="true" /> : null}
      {/* The accessible name is the children alone: key caps and icons are hidden. */}
      <span>{children}</span>
      {keys && <Kbd keys={keys} />}
    </button>
  );
}

/** A button that is off must not submit its form either. */
function swallow(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
