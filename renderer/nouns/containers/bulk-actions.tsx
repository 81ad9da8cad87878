import { X } from 'lucide-react';
import type { Container } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { BulkBar, ToolbarLine } from '../../ui/toolbar.tsx';
import {
  removeContainer,
  restartContainer,
  showLogsTogether,
  startContainer,
  stopContainer,
} from '../../verbs/container-verbs.ts';
import { useVerb } from '../../verbs/use-verb.ts';
import type { Verb } from '../../verbs/verb.ts';
import styles from './bulk-actions.module.css';

const clearKeys = ['escape'];

/** What can be done to all that is selected. */
export function BulkActions({ targets, onClear }: { targets: readonly Container[]; onClear: () => void }) {
  const t = useT();
  const count = targets.length;
  return (
    <BulkBar label={t('containers.bulk', { count })}>
      <span className={styles['count']}>{t('lists.selected', { count })}</span>
      <ToolbarLine />
      <BulkButton verb={startContainer} targets={targets} />
      <BulkButton verb={stopContainer} targets={targets} />
      <BulkButton verb={restartContainer} targets={targets} />
      <BulkButton verb={showLogsTogether} targets={targets} />
      <BulkButton verb={removeContainer} targets={targets} />
      <ToolbarLine />
      <IconButton icon={X} label={t('lists.clearSelection')} keys={clearKeys} onClick={onClear} />
    </BulkBar>
  );
}

function BulkButton({ verb, targets }: { verb: Verb<Container>; targets: readonly Container[] }) {
  const { label, button } = useVerb(verb, targets);
  return (
    <Button {...button} keys={undefined} variant={verb.isDangerous ? 'danger' : 'ghost'}>
      {label}
    </Button>
  );
}
