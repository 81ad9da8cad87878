import { useRef, type KeyboardEvent } from 'react';
import { stepInList } from './step-in-list.ts';
import { StatusGlyph } from './status-glyph.tsx';
import type { Status } from './status.ts';
import styles from './segmented.module.css';

export interface SegmentedOption<Value extends string> {
  value: Value;
  label: string;
  /** As it is printed, such as `5,000`. */
  count?: string | undefined;
  glyph?: Status | undefined;
}

interface SegmentedProps<Value extends string> {
  /** The accessible name of the group. */
  label: string;
  options: readonly SegmentedOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

/** Two to four exclusive values; ←→ move and choose. */
export function Segmented<Value extends string>({ label, options, value, onChange }: SegmentedProps<Value>) {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const index = options.findIndex((option) => option.value === value);
    const next = options[stepInList(event.key, index, options.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    group.current?.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
    onChange(next.value);
  };
  return (
    <div
      ref={group}
      className={styles['group']}
      role="radiogroup"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          data-value={option.value}
          className={styles['segment']}
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
        >
          {option.glyph && <StatusGlyph status={option.glyph} size={12} />}
          {/* The space keeps name and count apart where they are read out. */}
          {option.label} {option.count === undefined ? null : <span className={styles['count']}>{option.count}</span>}
        </button>
      ))}
    </div>
  );
}
