import { StatusGlyph } from './status-glyph.tsx';
import { statusTones, type Status } from './status.ts';
import styles from './pill.module.css';

/** A status as glyph and word. */
export function Pill({ status, label }: { status: Status; label: string }) {
  return (
    <span className={styles['pill']} data-tone={statusTones[status]}>
      <StatusGlyph status={status} size={12} />
      <span>{label}</span>
    </span>
  );
}
