import type { ReactElement } from 'react';
import { statusTones, type Status } from './status.ts';
import styles from './status-glyph.module.css';

const ring = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 } as const;
const stroke = { fill: 'none', stroke: 'currentColor', strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

/** Drawn on a 14 × 14 field. Heavy filled shapes are problems, outlines are fine or inactive, plain running is a dot. */
const shapes: Readonly<Record<Status, ReactElement>> = {
  healthy: (
    <>
      <circle cx="7" cy="7" r="5.5" fill="currentColor" fillOpacity="0.16" stroke="currentColor" strokeWidth="1.4" />
      <path d="M4.5 7.2 6.3 8.9 9.5 5.4" {...stroke} strokeWidth="1.6" />
    </>
  ),
  running: <circle cx="7" cy="7" r="4.5" fill="currentColor" />,
  starting: (
    <>
      <circle cx="7" cy="7" r="5" {...ring} strokeWidth="1.75" strokeOpacity="0.28" />
      <path className={styles['turning']} d="M7 2a5 5 0 0 1 5 5" {...stroke} strokeWidth="1.75" />
    </>
  ),
  unhealthy: (
    <>
      <path
        d="M7 1.2c.45 0 .8.22 1.02.62l5 9c.44.8-.1 1.78-1.02 1.78H2c-.92 0-1.46-.98-1.02-1.78l5-9C6.2 1.42 6.55 1.2 7 1.2Z"
        fill="currentColor"
      />
      <path className={styles['cut']} d="M7 5v3.2M7 10.2v.1" />
    </>
  ),
  restarting: <path d="M11.9 5.6A5.2 5.2 0 1 0 12 8.6M12.2 2.4v3.4H8.8" {...stroke} strokeWidth="1.75" />,
  paused: (
    <>
      <rect x="3" y="2.5" width="3" height="9" rx="1" fill="currentColor" />
      <rect x="8" y="2.5" width="3" height="9" rx="1" fill="currentColor" />
    </>
  ),
  stopped: <rect x="2.75" y="2.75" width="8.5" height="8.5" rx="1.75" {...ring} />,
  failed: (
    <>
      <path
        d="M4.5 1h5L13 4.5v5L9.5 13h-5L1 9.5v-5Z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="0.6"
        strokeLinejoin="round"
      />
      <path className={styles['cut']} d="m4.9 4.9 4.2 4.2M9.1 4.9 4.9 9.1" />
    </>
  ),
  created: <circle cx="7" cy="7" r="5" {...ring} strokeDasharray="2.4 2.2" />,
  removing: (
    <>
      <circle cx="7" cy="7" r="5" {...ring} />
      <path d="M4.8 7h4.4" {...stroke} strokeWidth="1.5" />
    </>
  ),
  unreachable: (
    <>
      <circle cx="7" cy="7" r="5.25" {...ring} />
      <path d="m3.4 10.6 7.2-7.2" {...stroke} strokeWidth="1.5" />
    </>
  ),
};

interface StatusGlyphProps {
  status: Status;
  /** In pixels; 14 in rows, 12 in pills and tallies. */
  size?: number | undefined;
  /** The accessible name, where no word stands beside the glyph; without it the glyph is decoration. */
  label?: string | undefined;
}

/** The shape and the tone of a status. */
export function StatusGlyph({ status, size = 14, label }: StatusGlyphProps) {
  const name = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg
      className={styles['glyph']}
      data-tone={statusTones[status]}
      width={size}
      height={size}
      viewBox="0 0 14 14"
      {...name}
    >
      {shapes[status]}
    </svg>
  );
}
