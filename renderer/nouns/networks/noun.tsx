import { Network } from 'lucide-react';
import { listNetworksCommand } from '../../../engine/commands/lists.ts';
import { NounCount } from '../../page/noun-count.tsx';
import { useRows } from '../../stores/stores-context.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { places } from '../../verbs/places.ts';
import { nounOf } from '../noun.ts';

const page = lazyPart(async () => (await import('./networks-page.tsx')).NetworksPage);

function NetworksCount() {
  const count = useRows('networks', ({ rows, freshness }) => (freshness === 'loading' ? null : rows.size));
  return <NounCount value={count} />;
}

export const networks = nounOf('networks', {
  id: 'networks',
  title: 'frame.places.networks',
  place: places.networks,
  icon: Network,
  screens: [{ path: places.networks, draw: () => <page.Part /> }],
  parts: [page],
  listCommand: listNetworksCommand(),
  primary: null,
  Count: NetworksCount,
  objects: null,
});
