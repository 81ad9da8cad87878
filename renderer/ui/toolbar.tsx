import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import styles from './toolbar.module.css';

interface ToolbarProps extends ComponentProps<'div'> {
  /** The accessible name. */
  label: string;
}

/** The 40 px line of controls above a list. */
export function Toolbar({ label, className, ...rest }: ToolbarProps) {
  return <div {...rest} role="toolbar" aria-label={label} className={classNames(styles['toolbar'], className)} />;
}

/** Pushes what follows to the end of a toolbar. */
export function Spacer() {
  return <span className={styles['spacer']} />;
}

/** A hairline between groups of controls. */
export function ToolbarLine() {
  return <span className={styles['line']} aria-hidden="true" />;
}

/** The floating line of actions for what is selected; its name, such as '3 containers selected', is also its count. */
export function BulkBar({ label, className, children, ...rest }: ToolbarProps) {
  return (
    <div {...rest} role="toolbar" aria-label={label} className={classNames(styles['bulk'], className)}>
      {children}
    </div>
  );
}
