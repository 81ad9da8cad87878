import { memo } from 'react';
import type { TransferLayer } from '../../engine/contract/transfers.ts';
import { useFormat, useT } from '../i18n/use-words.ts';
import { Progress } from '../ui/progress.tsx';
import styles from './transfer-layers.module.css';

interface TransferLayersProps {
  layers: readonly TransferLayer[];
  /** What exists is there, not here. */
  isPush: boolean;
  label: string;
}

/** The layers of a transfer, one line each. */
export function TransferLayers({ layers, isPush, label }: TransferLayersProps) {
  return (
    <ul className={styles['layers']} aria-label={label}>
      {layers.map(({ id, state, doneBytes, totalBytes, extractedBytes }) => (
        // By value: the transfer is a new object with every byte that comes, most of its layers are not.
        <Layer
          key={id}
          id={id}
          state={state}
          doneBytes={doneBytes}
          totalBytes={totalBytes}
          extractedBytes={extractedBytes}
          isPush={isPush}
        />
      ))}
    </ul>
  );
}

const Layer = memo(function Layer(props: TransferLayer & { isPush: boolean }) {
  const { id, state, doneBytes, totalBytes, extractedBytes, isPush } = props;
  const t = useT();
  const format = useFormat();
  const isMoving = state === 'downloading' || state === 'uploading' || state === 'extracting';
  const value = state === 'extracting' ? extractedBytes : doneBytes;
  const words = state === 'exists' && isPush ? t('transfers.layers.existsThere') : t(`transfers.layers.${state}`);
  const size = totalBytes ?? (doneBytes > 0 ? doneBytes : null);
  return (
    <li className={styles['layer']} data-state={state}>
      <bdi className={styles['id']} dir="ltr">
        {id}
      </bdi>
      <span className={styles['state']}>{words}</span>
      <span className={styles['bar']}>
        {isMoving ? (
          <Progress
            label={t('transfers.layers.name', { id })}
            value={totalBytes === null ? null : value}
            max={totalBytes ?? 0}
          />
        ) : null}
      </span>
      <span className={styles['bytes']}>
        {size === null
          ? ''
          : isMoving && totalBytes !== null
            ? t('jobs.bytes', { done: value, total: totalBytes })
            : format.diskSize(size)}
      </span>
    </li>
  );
});
