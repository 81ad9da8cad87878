import styles from './skeleton.module.css';

const rowCount = 8;
/** Uneven, as names are. */
const shares = [62, 48, 71, 55, 66, 43, 58, 50];

/** Rows of grey bars in the columns of the coming list. `columns` are grid tracks, `label` says what is awaited. */
export function SkeletonRows({ columns, label }: { columns: readonly string[]; label: string }) {
  return (
    <div className={styles['rows']} role="status" aria-label={label}>
      {Array.from({ length: rowCount }, (_, row) => (
        <div key={row} className={styles['row']} style={{ gridTemplateColumns: columns.join(' ') }}>
          {columns.map((track, column) => (
            <span
              key={`${track} ${column}`}
              className={styles['bar']}
              style={{ width: `${shares[(row + column * 3) % shares.length]}%` }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
