import { ArrowDownUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Transfer } from '../../engine/contract/transfers.ts';
import { useT } from '../i18n/use-words.ts';
import type { Translate } from '../i18n/translate.ts';
import { useNowMs, useTransfers } from '../stores/stores-context.tsx';
import { Button } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import { Progress } from '../ui/progress.tsx';
import { StatusGlyph } from '../ui/status-glyph.tsx';
import { tipProps } from '../ui/tooltip.tsx';
import { dismissTransfers } from '../verbs/transfer-verbs.ts';
import { useVerb } from '../verbs/use-verb.ts';
import { TransferList } from './job-list.tsx';
import { inOrder, isUnderWay, sumOf } from './transfer-words.ts';
import styles from './jobs-card.module.css';

const popoverWidthPx = 480;
/** What fits a small window; the rest is a click away. */
const atFirst = 20;

/** What is done and was told is no news any more after so long. */
const newsMs = 10 * 60 * 1000;

/** On every page, as long as there is something to tell: how many transfers there are and how far they have come; opens their list. */
export function TransfersCard({ isRail }: { isRail: boolean }) {
  const rows = useTransfers((state) => state.rows);
  const nowMs = useNowMs();
  const isNews = useMemo(
    () => [...rows.values()].some(({ state, endedAtMs }) => state !== 'done' || (endedAtMs ?? nowMs) > nowMs - newsMs),
    [rows, nowMs],
  );
  return !isNews ? null : <Card rows={rows} isRail={isRail} />;
}

function Card({ rows, isRail }: { rows: ReadonlyMap<string, Transfer>; isRail: boolean }) {
  const t = useT();
  const [anchor, setAnchor] = useState<Element | null>(null);
  const transfers = useMemo(() => inOrder(rows), [rows]);
  const active = transfers.filter(isUnderWay);
  const failed = transfers.filter(({ state }) => state === 'failed').length;
  const words = cardWords(active.length, failed, t);
  const { doneBytes, totalBytes } = sumOf(active);
  const name = t('transfers.card.name', { state: words });
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
              <span className={styles['title']}>{t('transfers.title')}</span>
              <span className={styles['words']}>{words}</span>
            </>
          )}
        </span>
        {active.length === 0 ? null : (
          <Progress
            label={t('transfers.card.progress')}
            value={totalBytes === null ? null : doneBytes}
            max={totalBytes ?? 0}
          />
        )}
      </button>
      <Popover
        anchor={anchor}
        open={anchor !== null}
        onOpenChange={(open) => setAnchor(open ? anchor : null)}
        label={t('transfers.title')}
        width={popoverWidthPx}
        side="top"
      >
        <div className={styles['panel']}>
          <div className={styles['panelHead']}>
            <h2 className={styles['panelTitle']}>{t('transfers.title')}</h2>
            <ClearEnded transfers={transfers} />
          </div>
          <div className={styles['scroll']}>
            <TransferList transfers={transfers} label={t('transfers.list')} atFirst={atFirst} />
          </div>
        </div>
      </Popover>
    </>
  );
}

function ClearEnded({ transfers }: { transfers: readonly Transfer[] }) {
  const t = useT();
  const ended = useMemo(() => transfers.filter((transfer) => !isUnderWay(transfer)), [transfers]);
  const dismiss = useVerb(dismissTransfers, ended);
  return ended.length === 0 ? null : (
    <Button {...dismiss.button} icon={undefined} variant="ghost" size="sm">
      {t('transfers.clear')}
    </Button>
  );
}

function cardWords(active: number, failed: number, t: Translate): string {
  if (active > 0) return t('transfers.card.active', { count: active });
  return failed > 0 ? t('transfers.card.failed', { count: failed }) : t('transfers.card.done');
}
