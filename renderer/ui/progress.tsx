import styles from './progress.module.css';

interface ProgressProps {
  /** The accessible name: what is being done. */
  label: string;
  /** Null when nobody knows how far it is. */
  value: number | null;
  max: number;
  /** The value in words, such as '12 of 40 MB'. */
  text?: string | undefined;
}

/** How far something has come. */
export function Progress({ label, value, max, text }: ProgressProps) {
  const share = value !== null && max > 0 ? Math.min(1, Math.max(0, value / max)) : null;
  return (
    <div
      className={styles['track']}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value ?? undefined}
      aria-valuetext={text}
    >
      {share === null ? (
        <div className={`${styles['fill']} ${styles['wandering']}`} />
      ) : (
        <div className={styles['fill']} style={{ width: `${share * 100}%` }} />
      )}
    </div>
  );
}
