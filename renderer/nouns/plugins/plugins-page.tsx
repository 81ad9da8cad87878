import { useMemo } from 'react';
import { listPluginsCommand } from '../../../engine/commands/plugins.ts';
import type { Plugin } from '../../../engine/contract/plugins.ts';
import { useT } from '../../i18n/use-words.ts';
import { toNaturalKey } from '../../objects/natural-order.ts';
import { ListPage, type ListColumn } from '../../page/list-page.tsx';
import { TextCell } from '../../page/text-cell.tsx';
import { useRows } from '../../stores/stores-context.tsx';
import { pluginVerbs } from './plugin-verbs.ts';

const command = listPluginsCommand();

/** The engine's managed plugins, live. */
export function PluginsPage() {
  const t = useT();
  const collection = useRows('plugins', (state) => state);
  const columns = useMemo(
    (): ListColumn<Plugin>[] => [
      {
        id: 'name',
        header: t('plugins.columns.name'),
        width: 'minmax(180px, 1.4fr)',
        renderValue: ({ name }) => <TextCell text={name} look="name" />,
        sortKey: ({ name }) => toNaturalKey(name),
      },
      {
        id: 'state',
        header: t('plugins.columns.state'),
        width: 'minmax(90px, 0.5fr)',
        renderValue: ({ isEnabled }) => <TextCell text={t(isEnabled ? 'plugins.enabled' : 'plugins.disabled')} />,
        sortKey: ({ isEnabled }) => (isEnabled ? '0' : '1'),
      },
      {
        id: 'types',
        header: t('plugins.columns.types'),
        width: 'minmax(110px, 0.8fr)',
        renderValue: ({ types }) => <TextCell text={types.join(', ')} />,
        sortKey: ({ types }) => types.join(' '),
      },
      {
        id: 'description',
        header: t('plugins.columns.description'),
        width: 'minmax(140px, 2fr)',
        renderValue: ({ description }) => <TextCell text={description} />,
        sortKey: ({ description }) => toNaturalKey(description),
      },
    ],
    [t],
  );
  return (
    <ListPage
      list="plugins"
      title={t('plugins.title')}
      collection={collection}
      columns={columns}
      nameOf={nameOf}
      searchTextOf={searchTextOf}
      command={command}
      emptyTitle={t('plugins.emptyTitle')}
      emptyText={t('plugins.empty')}
      noneMatch={(filter) => t('plugins.noneMatch', { filter })}
      verbs={pluginVerbs}
    />
  );
}

function nameOf({ name }: Plugin): string {
  return name;
}

function searchTextOf({ name, description, types }: Plugin): string {
  return [name, description, ...types].join('\n');
}
