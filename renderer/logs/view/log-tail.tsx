import { useEffect, useMemo } from 'react';
import type { Container } from '../../../engine/contract/containers.ts';
import type { LogLine } from '../../../engine/contract/logs.ts';
import { useT } from '../../i18n/use-words.ts';
import { eventWords } from '../rows/log-row.tsx';
import { LogText } from '../rows/log-text.tsx';
import { useLogReader, useRestarts } from '../reading/use-log-reader.ts';
import styles from './log-tail.module.css';

const tailLines = 6;

/** The last lines of a container, live. */
export function LogTail({ container, emptyText }: { container: Container; emptyText: string }) {
  const t = useT();
  const ids = useMemo(() => [container.id], [container.id]);
  const log = useLogReader(ids);
  useRestarts(log, ids);
  const { reader, state } = log;
  const { first, end } = state.rows;
  useEffect(() => reader.rows.wantTail(tailLines), [reader]);
  const lines: LogLine[] = [];
  for (let row = Math.max(first, end - tailLines); row < end; row += 1) {
    const line = reader.rows.line(row);
    if (line !== undefined) lines.push(line);
  }
  if (state.phase === 'opening') return <div className={styles['tail']} data-opening="" />;
  if (lines.length === 0 && end === first) return <p className={styles['empty']}>{emptyText}</p>;
  return (
    <div className={styles['tail']} dir="ltr">
      {lines.map((line) => (
        <div key={`${state.numbering} ${line.line}`} className={styles['line']} data-stream={line.stream}>
          {line.event === null ? <LogText text={line.text} /> : eventWords(line.event, t)}
        </div>
      ))}
    </div>
  );
}
