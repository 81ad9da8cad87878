import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import styles from './checkbox.module.css';

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'checked' | 'onChange' | 'type' | 'ref'> {
  checked: boolean | 'mixed';
  label: string;
  /** The label stays the accessible name, but is not shown. */
  hideLabel?: boolean | undefined;
  onChange: (checked: boolean) => void;
}

/** A checkbox: part of a form or of a selection. */
export function Checkbox({ checked, label, hideLabel = false, onChange, className, ...rest }: CheckboxProps) {
  const box = (
    <input
      {...rest}
      // There is no attribute for it; a list has a box in each row, and an effect for each would be felt.
      ref={(input) => {
        if (input !== null) input.indeterminate = checked === 'mixed';
      }}
      type="checkbox"
      className={classNames(styles['box'], hideLabel && className)}
      checked={checked === true}
      aria-label={hideLabel ? label : undefined}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
  if (hideLabel) return box;
  return (
    <label className={classNames(styles['line'], className)}>
      {box}
      <span>{label}</span>
    </label>
  );
}
