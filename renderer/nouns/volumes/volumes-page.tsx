import { useMemo } from 'react';
import { listVolumesCommand } from '../../../engine/commands/lists.ts';
import type { Volume } from '../../../engine/contract/volumes.ts';
import { useT } from '../../i18n/use-words.ts';
import { toNaturalKey, toTimeKey } from '../../objects/natural-order.ts';
import { ListPage, type ListColumn } from '../../page/list-page.tsx';
import { TextCell } from '../../page/text-cell.tsx';
import { When } from '../../page/when.tsx';
import { useRows } from '../../stores/stores-context.tsx';

const command = listVolumesCommand();

/** All volumes of the engine, live; for now to look at. */
export function VolumesPage() {
  const t = useT();
  const collection = useRows('volumes', (state) => state);
  const columns = useMemo(
    (): ListColumn<Volume>[] => [
      {
        id: 'name',
        header: t('lists.columns.name'),
        width: 'minmax(180px, 2fr)',
        renderValue: ({ id }) => <TextCell text={id} look="name" />,
        sortKey: ({ id }) => toNaturalKey(id),
      },
      {
        id: 'driver',
        header: t('lists.columns.driver'),
        width: 'minmax(80px, 0.5fr)',
        renderValue: ({ driver }) => <TextCell text={driver} />,
        sortKey: ({ driver }) => driver,
      },
      {
        id: 'project',
        header: t('lists.columns.project'),
        width: 'minmax(100px, 1fr)',
        renderValue: ({ project }) => <TextCell text={project} />,
        sortKey: ({ project }) => toNaturalKey(project ?? ''),
      },
      {
        id: 'created',
        header: t('lists.columns.created'),
        width: '110px',
        align: 'end',
        renderValue: ({ createdAtMs }) => <When atMs={createdAtMs} />,
        sortKey: ({ createdAtMs }) => toTimeKey(createdAtMs),
      },
    ],
    [t],
  );
  return (
    <ListPage
      list="volumes"
      title={t('lists.volumes.title')}
      collection={collection}
      columns={columns}
      nameOf={nameOf}
      searchTextOf={searchTextOf}
      command={command}
      emptyTitle={t('lists.volumes.emptyTitle')}
      emptyText={t('lists.volumes.empty')}
      noneMatch={(filter) => t('lists.volumes.noneMatch', { filter })}
    />
  );
}

function nameOf({ id }: Volume): string {
  return id;
}

function searchTextOf({ id, driver, project }: Volume): string {
  return `${id}\n${driver}\n${project ?? ''}`;
}
