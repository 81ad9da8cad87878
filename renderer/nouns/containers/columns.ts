import { useMemo } from 'react';
import { useT } from '../../i18n/use-words.ts';
import type { GridColumn } from '../../ui/grid/grid-types.ts';

/** The columns of the list; their identity changes only with the language. */
export function useContainerColumns(): readonly GridColumn[] {
  const t = useT();
  return useMemo(
    () => [
      { id: 'name', header: t('containers.columns.name'), width: 'minmax(100px, 0.8fr)', sortable: true, isText: true },
      {
        id: 'image',
        header: t('containers.columns.image'),
        width: 'minmax(110px, 1.1fr)',
        sortable: true,
        isText: true,
      },
      {
        id: 'state',
        header: t('containers.columns.state'),
        width: 'minmax(140px, 0.8fr)',
        sortable: true,
        isText: true,
      },
      { id: 'ports', header: t('containers.columns.ports'), width: 'minmax(84px, 0.5fr)', sortable: true },
      {
        id: 'created',
        header: t('containers.columns.created'),
        width: '96px',
        sortable: true,
        align: 'end',
        isText: true,
      },
    ],
    [t],
  );
}
