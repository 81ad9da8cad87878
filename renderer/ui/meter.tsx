import styles from './meter.module.css';

interface MeterProps {
  /** The accessible name, such as 'Memory of the engine'. */
  label: string;
  value: number;
  max: number;
  /** The value in words, as it stands beside the bar. */
  text: string;
  /** Full is nothing bad: no colour beyond the accent. */
  quiet?: boolean | undefined;
}

const warnAt = 0.8;
const badAt = 0.95;

/** How full something is. The number always stands beside it. */
export function Meter({ label, value, max, text, quiet = false }: MeterProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  const tone = quiet || share <= warnAt ? 'normal' : share <= badAt ? 'warn' : 'bad';
  return (
    <span
      className={styles['track']}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={text}
    >
      <span className={styles['fill']} data-tone={tone} style={{ width: `${share * 100}%` }} />
    </span>
  );
}
