import { useMemo } from 'react';
import { listNetworksCommand } from '../../../engine/commands/lists.ts';
import type { Network } from '../../../engine/contract/networks.ts';
import { useT } from '../../i18n/use-words.ts';
import { toNaturalKey, toTimeKey } from '../../objects/natural-order.ts';
import { ListPage, type ListColumn } from '../../page/list-page.tsx';
import { TextCell } from '../../page/text-cell.tsx';
import { When } from '../../page/when.tsx';
import { useRows } from '../../stores/stores-context.tsx';

const command = listNetworksCommand();

/** All networks of the engine, live; for now to look at. */
export function NetworksPage() {
  const t = useT();
  const collection = useRows('networks', (state) => state);
  const columns = useMemo(
    (): ListColumn<Network>[] => [
      {
        id: 'name',
        header: t('lists.columns.name'),
        width: 'minmax(160px, 1.4fr)',
        renderValue: ({ name }) => <TextCell text={name} look="name" />,
        sortKey: ({ name }) => toNaturalKey(name),
      },
      {
        id: 'driver',
        header: t('lists.columns.driver'),
        width: 'minmax(80px, 0.5fr)',
        renderValue: ({ driver }) => <TextCell text={driver} />,
        sortKey: ({ driver }) => driver,
      },
      {
        id: 'subnets',
        header: t('lists.columns.subnets'),
        width: 'minmax(140px, 1fr)',
        renderValue: ({ subnets }) => <TextCell text={subnets.join(', ')} look="mono" />,
        sortKey: ({ subnets }) => toNaturalKey(subnets.join(' ')),
      },
      {
        id: 'project',
        header: t('lists.columns.project'),
        width: 'minmax(100px, 0.8fr)',
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
      list="networks"
      title={t('lists.networks.title')}
      collection={collection}
      columns={columns}
      nameOf={nameOf}
      searchTextOf={searchTextOf}
      command={command}
      emptyTitle={t('lists.networks.emptyTitle')}
      emptyText={t('lists.networks.empty')}
      noneMatch={(filter) => t('lists.networks.noneMatch', { filter })}
    />
  );
}

function nameOf({ name }: Network): string {
  return name;
}

function searchTextOf({ name, driver, project, subnets }: Network): string {
  return [name, driver, project ?? '', ...subnets].join('\n');
}
