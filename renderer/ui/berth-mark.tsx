import styles from './berth-mark.module.css';

/** The mark: a block lowered into a berth. For first run and engine screens only. */
export function BerthMark({ size = 40 }: { size?: number }) {
  return (
    <svg className={styles['mark']} width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
      <path
        d="M5 12v16a8 8 0 0 0 8 8h14a8 8 0 0 0 8-8V12"
        fill="none"
        stroke="currentColor"
        strokeWidth="4"
        strokeLinecap="round"
      />
      <rect className={styles['upper']} x="12" y="6" width="16" height="9" rx="2" />
      <rect className={styles['lower']} x="12" y="19" width="16" height="9" rx="2" />
    </svg>
  );
}
