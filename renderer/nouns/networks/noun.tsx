import { Network } from 'lucide-react';
import { listNetworksCommand } from '../../../engine/commands/lists.ts';
import { RowCount } from '../../page/noun-count.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { places } from '../../verbs/places.ts';
import { nounOf } from '../noun.ts';

const page = lazyPart(async () => (await import('./networks-page.tsx')).NetworksPage);

export const networks = nounOf('networks', {
  id: 'networks',
  title: 'frame.places.networks',
  place: places.networks,
  icon: Network,
  screens: [{ path: places.networks, draw: () => <page.Part /> }],
  parts: [page],
  listCommand: listNetworksCommand(),
  primary: null,
  Count: () => <RowCount group="networks" />,
  objects: null,
});
