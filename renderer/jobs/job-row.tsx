import { ChevronDown, RotateCw, X } from 'lucide-react';
import { memo, useState } from 'react';
import type { Job } from '../../engine/contract/jobs.ts';
import { problemDetails, problemWords } from '../errors/problem-words.ts';
import { useFormat, useT } from '../i18n/use-words.ts';
import { isUnderWay } from '../objects/job.ts';
import { useStores } from '../stores/stores-context.tsx';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { Details } from '../ui/details.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ImageRef } from '../ui/image-ref.tsx';
import { Progress } from '../ui/progress.tsx';
import { StatusGlyph } from '../ui/status-glyph.tsx';
import { Tag } from '../ui/tag.tsx';
import { jobProblem } from '../verbs/await-job.ts';
import { useVerb } from '../verbs/use-verb.ts';
import { useVerbs } from '../verbs/verbs-context.tsx';
import { fixesOf } from './job-fixes.ts';
import { viewOf } from './job-kinds.ts';
import styles from './job-row.module.css';
import { cancelJob, dismissJobs, retryJob } from './job-verbs.ts';
import { numberWords } from './job-words.ts';

interface JobRowProps {
  job: Job;
  /** The name of its engine where another one is shown; else empty. */
  otherEngine: string;
}

/** One job: what it is, how far it is, what can be done about it. Draws its details once unfolded. */
export const JobRow = memo(function JobRow({ job, otherEngine }: JobRowProps) {
  const t = useT();
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const { name, state, progress } = job;
  const view = viewOf(job);
  const Icon = view.icon;
  const tag = view.tag(job);
  const details = view.details(job, t);
  const words = view.stateWords(job, t);
  const numbers = numberWords(job, t, format);
  return (
    <li className={styles['row']} data-state={state} aria-label={view.title(job, t)}>
      <div className={styles['line']}>
        {state === 'failed' ? (
          <StatusGlyph status="failed" />
        ) : (
          <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
        )}
        <span className={styles['name']} title={name}>
          {view.isOfImage ? <ImageRef reference={name} /> : <bdi>{name}</bdi>}
        </span>
        {tag === '' ? null : <Tag mono>{tag}</Tag>}
        {otherEngine === '' ? null : <Tag>{otherEngine}</Tag>}
        <span className={styles['room']} />
        {details === null ? null : (
          <IconButton
            className={styles['unfold']}
            icon={ChevronDown}
            size="sm"
            label={isOpen ? details.hide : details.show}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          />
        )}
        <RowButtons job={job} />
      </div>
      {isUnderWay(job) ? (
        <Progress
          label={view.progressName(job, t)}
          value={progress.total === null || progress.total === 0 ? null : progress.done}
          max={progress.total ?? 0}
          text={[words, ...numbers].join(', ')}
        />
      ) : null}
      {state === 'failed' ? (
        <Failure job={job} />
      ) : (
        <div className={styles['facts']}>
          <span className={styles['words']} title={words}>
            {words}
          </span>
          <span className={styles['numbers']}>{numbers.join(' · ')}</span>
        </div>
      )}
      {isOpen ? details?.draw() : null}
    </li>
  );
});

function RowButtons({ job }: { job: Job }) {
  const t = useT();
  const { name } = job;
  const targets = [job];
  const cancel = useVerb(cancelJob, targets);
  const retry = useVerb(retryJob, targets);
  const dismiss = useVerb(dismissJobs, targets);
  if (isUnderWay(job)) {
    return <IconButton {...cancel.button} icon={X} size="sm" label={t('jobs.cancel', { name })} />;
  }
  return (
    <>
      {job.state === 'done' || retryJob.applies(targets) !== true ? null : (
        <IconButton {...retry.button} icon={RotateCw} size="sm" label={t('jobs.retry', { name })} />
      )}
      <IconButton {...dismiss.button} icon={X} size="sm" label={t('jobs.dismiss', { name })} />
    </>
  );
}

function Failure({ job }: { job: Job }) {
  const t = useT();
  const stores = useStores();
  const { run } = useVerbs();
  const problem = jobProblem(job);
  if (problem === null) return null;
  const details = problemDetails(problem, t);
  // Trying again has its button at the end of the line.
  const fixes = fixesOf(job, { stores, run, t }).filter(({ offer }) => offer !== 'retry');
  return (
    <div className={styles['failure']} role="status">
      <p>{problemWords(problem, t).why}</p>
      {fixes.length === 0 ? null : (
        <div className={styles['fixes']}>
          {fixes.map(({ offer, label, act }) => (
            <Button key={offer} size="sm" onClick={act}>
              {label}
            </Button>
          ))}
        </div>
      )}
      {details.length === 0 ? null : (
        <Details summary={t('jobs.details')}>
          <CodeBlock label={t('jobs.details')} wrap>
            {details.join('\n')}
          </CodeBlock>
        </Details>
      )}
    </div>
  );
}
