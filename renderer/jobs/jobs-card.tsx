import { ArrowDownUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Job } from '../../engine/contract/jobs.ts';
import { useT } from '../i18n/use-words.ts';
import type { Translate } from '../i18n/translate.ts';
import { isUnderWay } from '../objects/job.ts';
import { useJobs, useNowMs } from '../stores/stores-context.tsx';
import { Button } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import { Progress } from '../ui/progress.tsx';
import { StatusGlyph } from '../ui/status-glyph.tsx';
import { tipProps } from '../ui/tooltip.tsx';
import { useVerb } from '../verbs/use-verb.ts';
import { JobList } from './job-list.tsx';
import { dismissJobs } from './job-verbs.ts';
import { inOrder, sumOf } from './job-words.ts';
import styles from './jobs-card.module.css';

const popoverWidthPx = 480;
/** What fits a small window; the rest is a click away. */
const atFirst = 20;

/** What is done and was told is no news any more after so long. */
const newsMs = 10 * 60 * 1000;

/** On every page, as long as there is something to tell: how many jobs there are and how far they have come; opens their list. */
export function JobsCard({ isRail }: { isRail: boolean }) {
  const rows = useJobs((state) => state.rows);
  const nowMs = useNowMs();
  const isNews = useMemo(
    () => [...rows.values()].some(({ state, endedAtMs }) => state !== 'done' || (endedAtMs ?? nowMs) > nowMs - newsMs),
    [rows, nowMs],
  );
  return !isNews ? null : <Card rows={rows} isRail={isRail} />;
}

function Card({ rows, isRail }: { rows: ReadonlyMap<string, Job>; isRail: boolean }) {
  const t = useT();
  const [anchor, setAnchor] = useState<Element | null>(null);
  const jobs = useMemo(() => inOrder(rows), [rows]);
  const active = jobs.filter(isUnderWay);
  const failed = jobs.filter(({ state }) => state === 'failed').length;
  const words = cardWords(active.length, failed, t);
  const { done, total } = sumOf(active);
  const name = t('jobs.card.name', { state: words });
  return (
    <>
      <button
        type="button"
        className={styles['card']}
        data-rail={isRail || undefined}
        aria-label={name}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        {...(isRail && tipProps(name))}
        onClick={(event) => setAnchor(anchor === null ? event.currentTarget : null)}
      >
        <span className={styles['head']}>
          {failed > 0 ? (
            <StatusGlyph status="failed" />
          ) : (
            <ArrowDownUp size={14} strokeWidth={1.75} aria-hidden="true" />
          )}
          {isRail ? (
            active.length > 0 && <span className={styles['count']}>{active.length}</span>
          ) : (
            <>
              <span className={styles['title']}>{t('jobs.title')}</span>
              <span className={styles['words']}>{words}</span>
            </>
          )}
        </span>
        {active.length === 0 ? null : (
          <Progress label={t('jobs.card.progress')} value={total === null ? null : done} max={total ?? 0} />
        )}
      </button>
      <Popover
        anchor={anchor}
        open={anchor !== null}
        onOpenChange={(open) => setAnchor(open ? anchor : null)}
        label={t('jobs.title')}
        width={popoverWidthPx}
        side="top"
      >
        <div className={styles['panel']}>
          <div className={styles['panelHead']}>
            <h2 className={styles['panelTitle']}>{t('jobs.title')}</h2>
            <ClearEnded jobs={jobs} />
          </div>
          <div className={styles['scroll']}>
            <JobList jobs={jobs} label={t('jobs.list')} atFirst={atFirst} />
          </div>
        </div>
      </Popover>
    </>
  );
}

function ClearEnded({ jobs }: { jobs: readonly Job[] }) {
  const t = useT();
  const ended = useMemo(() => jobs.filter((job) => !isUnderWay(job)), [jobs]);
  const dismiss = useVerb(dismissJobs, ended);
  return ended.length === 0 ? null : (
    <Button {...dismiss.button} icon={undefined} variant="ghost" size="sm">
      {t('jobs.clear')}
    </Button>
  );
}

function cardWords(active: number, failed: number, t: Translate): string {
  if (active > 0) return t('jobs.card.active', { count: active });
  return failed > 0 ? t('jobs.card.failed', { count: failed }) : t('jobs.card.done');
}
