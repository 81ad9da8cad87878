import { offProps } from './tooltip.tsx';
import styles from './switch.module.css';

interface SwitchProps {
  checked: boolean;
  /** The accessible name, as a full sentence. */
  label: string;
  onChange: (checked: boolean) => void;
  /** The ids of what explains it further. */
  describedBy?: string | undefined;
  disabledReason?: string | undefined;
}

/** A switch: applies at once. Its label is not shown; the row that holds it shows it. */
export function Switch({ checked, label, onChange, describedBy, disabledReason }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      className={styles['switch']}
      aria-checked={checked}
      aria-label={label}
      aria-describedby={describedBy}
      {...offProps(disabledReason)}
      onClick={() => {
        if (disabledReason === undefined) onChange(!checked);
      }}
    >
      <span className={styles['knob']} />
    </button>
  );
}
