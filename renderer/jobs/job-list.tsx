import { useMemo, useState } from 'react';
import type { Transfer } from '../../engine/contract/transfers.ts';
import { useT } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import styles from './job-list.module.css';
import { OnEngine } from '../verbs/on-engine.tsx';
import { useOtherEngineName } from '../verbs/use-other-engine.ts';
import { TransferRow } from './job-row.tsx';

interface TransferListProps {
  transfers: readonly Transfer[];
  label: string;
  /** How many are drawn until more are asked for. */
  atFirst: number;
}

/** Transfers below each other, the first of many. */
export function TransferList({ transfers, label, atFirst }: TransferListProps) {
  const t = useT();
  const [isWhole, setIsWhole] = useState(false);
  const shown = useMemo(() => (isWhole ? transfers : transfers.slice(0, atFirst)), [isWhole, transfers, atFirst]);
  const more = transfers.length - atFirst;
  return (
    <>
      <ul className={styles['list']} aria-label={label}>
        {shown.map((transfer) => (
          <Item key={transfer.id} transfer={transfer} />
        ))}
      </ul>
      {more > 0 ? (
        <div className={styles['more']}>
          <Button variant="link" size="sm" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? t('transfers.showFewer') : t('transfers.showAll', { count: more })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Item({ transfer }: { transfer: Transfer }) {
  const otherEngine = useOtherEngineName(transfer.engine);
  return (
    <OnEngine engineId={transfer.engine}>
      <TransferRow transfer={transfer} otherEngine={otherEngine} />
    </OnEngine>
  );
}
