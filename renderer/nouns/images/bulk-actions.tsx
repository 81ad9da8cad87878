import { X } from 'lucide-react';
import type { Image } from '../../../engine/contract/images.ts';
import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { BulkBar, ToolbarLine } from '../../ui/toolbar.tsx';
import { removeImage, saveImages } from '../../verbs/image-verbs.ts';
import { useVerb } from '../../verbs/use-verb.ts';

interface BulkActionsProps {
  /** Rows, which may be several names of one image. */
  count: number;
  targets: readonly Image[];
  onClear: () => void;
}

const clearKeys = ['escape'];

/** What can be done to all that is selected. */
export function BulkActions({ count, targets, onClear }: BulkActionsProps) {
  const t = useT();
  const save = useVerb(saveImages, targets);
  const remove = useVerb(removeImage, targets);
  return (
    <BulkBar label={t('images.bulk', { count })}>
      <span>{t('lists.selected', { count })}</span>
      <ToolbarLine />
      <Button {...save.button}>{save.label}</Button>
      <Button {...remove.button} keys={undefined} variant="danger">
        {remove.label}
      </Button>
      <ToolbarLine />
      <IconButton icon={X} label={t('lists.clearSelection')} keys={clearKeys} onClick={onClear} />
    </BulkBar>
  );
}
