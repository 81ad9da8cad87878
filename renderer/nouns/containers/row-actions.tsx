import { Ellipsis } from 'lucide-react';
import type { Container } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { useOne } from '../../page/use-one.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { containerVerbs, restartContainer, showLogs } from '../../verbs/container-verbs.ts';
import { useVerb, useVerbItems } from '../../verbs/use-verb.ts';
import { powerVerbOf, verbsFor } from './container-menu.ts';
import styles from './row-actions.module.css';

const moreKeys = ['.'];

/** The strip at the end of the row that is pointed at or has the focus. */
export function RowActions({ container, name }: { container: Container; name: string }) {
  const t = useT();
  const targets = useOne(container);
  const power = useVerb(powerVerbOf(container), targets);
  const restart = useVerb(restartContainer, targets);
  const logs = useVerb(showLogs, targets);
  const items = useVerbItems(verbsFor(containerVerbs, targets), targets);
  return (
    <>
      <IconButton {...power.button} size="sm" label={power.label} />
      <IconButton {...restart.button} className={styles['restart']} size="sm" label={restart.label} />
      <IconButton {...logs.button} size="sm" label={logs.label} />
      <Menu
        trigger={<IconButton icon={Ellipsis} size="sm" label={t('lists.moreActions')} keys={moreKeys} />}
        label={t('lists.moreActionsFor', { name })}
        items={items}
        align="end"
      />
    </>
  );
}
