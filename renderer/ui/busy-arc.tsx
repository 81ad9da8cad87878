import styles from './busy-arc.module.css';

/** The turning arc. Decoration only: the words beside it say what is going on. */
export function BusyArc({ size = 14 }: { size?: number }) {
  return (
    <svg className={styles['arc']} width={size} height={size} viewBox="0 0 14 14" fill="none" aria-hidden="true">
      <circle cx="7" cy="7" r="5" stroke="currentColor" strokeWidth="1.75" strokeOpacity="0.28" />
      <path
        className={styles['turning']}
        d="M7 2a5 5 0 0 1 5 5"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
      <path
        className={styles['still']}
        d="M7 2a5 5 0 1 1-5 5"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
    </svg>
  );
}
