import { useMemo } from 'react';
import { useT } from '../i18n/use-words.ts';
import type { GridWords } from '../ui/grid/grid-types.ts';

/** The words of every list; their identity changes only with the language. */
export function useGridWords(): GridWords {
  const t = useT();
  return useMemo(
    () => ({
      selectAll: t('lists.selectAll'),
      select: (name) => t('lists.select', { name }),
      actionsFor: (name) => t('lists.actionsFor', { name }),
      fold: (label) => t('lists.fold', { name: label }),
      unfold: (label) => t('lists.unfold', { name: label }),
    }),
    [t],
  );
}
