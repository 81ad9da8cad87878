import { Plug } from 'lucide-react';
import { listPluginsCommand } from '../../../engine/commands/plugins.ts';
import { NounCount } from '../../page/noun-count.tsx';
import { useRows } from '../../stores/stores-context.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { nounOf } from '../noun.ts';
import { pluginVerbs } from './plugin-verbs.ts';

const page = lazyPart(async () => (await import('./plugins-page.tsx')).PluginsPage);
const place = '/plugins';

/** Most engines have none: the number is there when there is one. */
function PluginsCount() {
  const count = useRows('plugins', ({ rows }) => rows.size);
  return <NounCount value={count === 0 ? null : count} />;
}

export const plugins = nounOf('plugins', {
  id: 'plugins',
  title: 'plugins.title',
  place,
  icon: Plug,
  screens: [{ path: place, draw: () => <page.Part /> }],
  parts: [page],
  listCommand: listPluginsCommand(),
  primary: null,
  Count: PluginsCount,
  objects: {
    verbs: pluginVerbs,
    toNames: ({ name }) => [name],
    toLook: ({ types }, { navigate }) => ({
      fact: types.join(', '),
      icon: Plug,
      status: null,
      script: null,
      choose: () => navigate(place),
    }),
  },
});
