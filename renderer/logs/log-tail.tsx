import { useEffect } from 'react';
import type { Container } from '../../engine/contract/containers.ts';
import type { LogLine } from '../../engine/contract/logs.ts';
import { LogText } from './log-text.tsx';
import { useLogFollow } from './use-log-follow.ts';
import styles from './log-tail.module.css';

const tailLines = 6;

/** The last lines that a container printed, live. */
export function LogTail({ container, emptyText }: { container: Container; emptyText: string }) {
  const { follow, state } = useLogFollow(container, tailLines);
  const { endLine, firstLine, phase } = state;
  const from = Math.max(firstLine, endLine - tailLines);
  useEffect(() => follow.wantTail(tailLines), [follow]);
  const lines: LogLine[] = [];
  for (let number = from; number < endLine; number += 1) {
    const line = follow.line(number);
    if (line !== undefined) lines.push(line);
  }
  if (phase === 'opening') return <div className={styles['tail']} data-opening="" />;
  if (lines.length === 0 && endLine === firstLine) return <p className={styles['empty']}>{emptyText}</p>;
  return (
    <div className={styles['tail']} dir="ltr">
      {lines.map((line) => (
        <div key={`${state.generation} ${line.line}`} className={styles['line']} data-stream={line.stream}>
          <LogText text={line.text} />
        </div>
      ))}
    </div>
  );
}
