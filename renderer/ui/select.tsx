import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import styles from './field.module.css';

interface SelectProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { readonly value: Value; readonly label: string }[];
  onChange: (value: Value) => void;
  hint?: string | undefined;
}

/** One of several values, by the system's own list: it works by keyboard and on every screen. */
export function Select<Value extends string>({ label, value, options, onChange, hint }: SelectProps<Value>) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      <div className={styles['box']}>
        <select
          id={id}
          className={styles['select']}
          value={value}
          aria-describedby={hint === undefined ? undefined : `${id}-note`}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.currentTarget.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" />
      </div>
      {hint === undefined ? null : (
        <div className={styles['note']}>
          <span id={`${id}-note`}>{hint}</span>
        </div>
      )}
    </div>
  );
}
