import { useMemo } from 'react';
import { useT } from '../i18n/use-words.ts';
import { useStores, useTransfers } from '../stores/stores-context.tsx';
import { TransferList } from './job-list.tsx';
import styles from './jobs-on-page.module.css';
import { inOrder, isUnderWay } from './transfer-words.ts';

/** The list below is what people look at: two rows tell that something comes. */
const atFirst = 2;

/** What is under way or went wrong, above a page's list. What is done shows in the list itself. */
export function TransfersOnPage() {
  const t = useT();
  const { engineId } = useStores();
  const rows = useTransfers((state) => state.rows);
  const shown = useMemo(
    () =>
      inOrder(rows).filter(
        (transfer) => transfer.engine === engineId && (isUnderWay(transfer) || transfer.state === 'failed'),
      ),
    [rows, engineId],
  );
  return shown.length === 0 ? null : (
    <section className={styles['place']} aria-label={t('transfers.onPage')}>
      <TransferList transfers={shown} label={t('transfers.list')} atFirst={atFirst} />
    </section>
  );
}
