import { useMemo } from 'react';
import { useT } from '../i18n/use-words.ts';
import { isUnderWay } from '../objects/job.ts';
import { useJobs, useStores } from '../stores/stores-context.tsx';
import { JobList } from './job-list.tsx';
import styles from './jobs-on-page.module.css';
import { inOrder } from './job-words.ts';

/** The list below is what people look at: two rows tell that something comes. */
const atFirst = 2;

/** What is under way or went wrong, above a page's list. What is done shows in the list itself. */
export function JobsOnPage() {
  const t = useT();
  const { engineId } = useStores();
  const rows = useJobs((state) => state.rows);
  const shown = useMemo(
    () => inOrder(rows).filter((job) => job.engine === engineId && (isUnderWay(job) || job.state === 'failed')),
    [rows, engineId],
  );
  return shown.length === 0 ? null : (
    <section className={styles['place']} aria-label={t('jobs.onPage')}>
      <JobList jobs={shown} label={t('jobs.list')} atFirst={atFirst} />
    </section>
  );
}
