import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import styles from './code.module.css';

interface CodeBlockProps extends ComponentProps<'pre'> {
  /** The accessible name: a block that scrolls can take the focus. */
  label: string;
  /** Long lines are broken instead of scrolled. */
  wrap?: boolean | undefined;
}

/** Text as a machine said it: selectable, never mirrored. */
export function CodeBlock({ label, wrap = false, className, ...rest }: CodeBlockProps) {
  return (
    <pre
      {...rest}
      className={classNames(styles['block'], className)}
      dir="ltr"
      data-wrap={wrap || undefined}
      role="region"
      aria-label={label}
      // What scrolls has to be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    />
  );
}
