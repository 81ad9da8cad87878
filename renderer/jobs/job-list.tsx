import { useMemo, useState } from 'react';
import type { Job } from '../../engine/contract/jobs.ts';
import { useT } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import styles from './job-list.module.css';
import { OnEngine } from '../verbs/on-engine.tsx';
import { useOtherEngineName } from '../verbs/use-other-engine.ts';
import { JobRow } from './job-row.tsx';

interface JobListProps {
  jobs: readonly Job[];
  label: string;
  /** How many are drawn until more are asked for. */
  atFirst: number;
}

/** Jobs below each other, the first of many. */
export function JobList({ jobs, label, atFirst }: JobListProps) {
  const t = useT();
  const [isWhole, setIsWhole] = useState(false);
  const shown = useMemo(() => (isWhole ? jobs : jobs.slice(0, atFirst)), [isWhole, jobs, atFirst]);
  const more = jobs.length - atFirst;
  return (
    <>
      <ul className={styles['list']} aria-label={label}>
        {shown.map((job) => (
          <Item key={job.id} job={job} />
        ))}
      </ul>
      {more > 0 ? (
        <div className={styles['more']}>
          <Button variant="link" size="sm" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? t('jobs.showFewer') : t('jobs.showAll', { count: more })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Item({ job }: { job: Job }) {
  const otherEngine = useOtherEngineName(job.engine);
  return (
    <OnEngine engineId={job.engine}>
      <JobRow job={job} otherEngine={otherEngine} />
    </OnEngine>
  );
}
