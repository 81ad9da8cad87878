import { CircleAlert, type LucideIcon } from 'lucide-react';
import { useId, type ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { Button } from './button.tsx';
import styles from './field.module.css';

export interface TextFieldProps extends ComponentProps<'input'> {
  label: string;
  /** The label stays the accessible name, but is not shown. */
  hideLabel?: boolean | undefined;
  hint?: string | undefined;
  /** What is wrong with the value, as a sentence. */
  problem?: string | undefined;
  /** The one click that mends it. */
  fix?: { label: string; onFix: () => void } | undefined;
  /** Stands at the end of the field, such as 'MB'. */
  unit?: string | undefined;
  icon?: LucideIcon | undefined;
  /** For what could be pasted into a shell. */
  mono?: boolean | undefined;
}

/** A line of text with its label, its hint or its problem. */
export function TextField({
  label,
  hideLabel = false,
  hint,
  problem,
  fix,
  unit,
  icon: Icon,
  mono = false,
  className,
  id,
  ...rest
}: TextFieldProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const noteId = `${ownId}-note`;
  const note = problem ?? hint;
  return (
    <div className={classNames(styles['field'], className)}>
      <label htmlFor={inputId} className={hideLabel ? styles['hidden'] : styles['label']}>
        {label}
      </label>
      <div className={styles['box']} data-problem={problem === undefined ? undefined : true}>
        {Icon && <Icon size={14} strokeWidth={1.75} aria-hidden="true" />}
        <input
          autoComplete="off"
          spellCheck={false}
          {...rest}
          id={inputId}
          className={styles['input']}
          data-mono={mono || undefined}
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby={note === undefined ? undefined : noteId}
        />
        {unit && <span className={styles['unit']}>{unit}</span>}
      </div>
      {note && (
        <div className={styles['note']} data-problem={problem === undefined ? undefined : true}>
          {problem === undefined ? null : <CircleAlert size={13} strokeWidth={1.75} aria-hidden="true" />}
          <span id={noteId}>{note}</span>
          {problem !== undefined && fix && (
            <Button size="sm" onClick={fix.onFix}>
              {fix.label}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
