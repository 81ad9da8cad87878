import type { Container } from '../../../engine/contract/containers.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { toShortId } from '../../objects/container-name.ts';
import { isActive } from '../../objects/container-status.ts';
import { useShownStatus } from '../../page/status-words.ts';
import { useNowMs } from '../../stores/stores-context.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ImageRef } from '../../ui/image-ref.tsx';
import { KeyValues, type KeyValue } from '../../ui/key-values.tsx';
import { useExitWords } from './cells.tsx';
import styles from './detail-pane.module.css';

/** A container's facts, as label and value. */
export function PaneFacts({ container }: { container: Container }) {
  const t = useT();
  const format = useFormat();
  const nowMs = useNowMs();
  const { text } = useShownStatus(container);
  const exit = useExitWords(container);
  const { sinceMs, createdAtMs, command } = container;
  const items: KeyValue[] = [
    { label: t('containers.columns.state'), value: text },
    { label: t('containers.pane.image'), value: <ImageRef reference={container.image} /> },
    { label: t('containers.pane.id'), value: <IdWithCopy id={container.id} />, mono: true },
  ];
  if (sinceMs !== null && container.state !== 'created') {
    const label = isActive(container) ? t('containers.pane.started') : t('containers.pane.ended');
    items.push({ label, value: format.exactTime(sinceMs) });
  }
  if (exit !== undefined) items.push({ label: t('containers.pane.exit'), value: exit });
  items.push({
    label: t('containers.pane.created'),
    value: <span title={format.exactTime(createdAtMs)}>{format.when(createdAtMs, nowMs)}</span>,
  });
  if (command !== '') {
    items.push({
      label: t('containers.pane.command'),
      value: (
        <span className={styles['command']} dir="ltr" title={command}>
          {command}
        </span>
      ),
      mono: true,
    });
  }
  return <KeyValues items={items} />;
}

function IdWithCopy({ id }: { id: string }) {
  const t = useT();
  return (
    <span className={styles['id']}>
      {toShortId(id)}
      <CopyButton iconOnly text={id} label={t('containers.pane.copyId')} copiedLabel={t('lists.copied')} />
    </span>
  );
}
