import { HardDrive } from 'lucide-react';
import { listVolumesCommand } from '../../../engine/commands/lists.ts';
import { NounCount } from '../../page/noun-count.tsx';
import { useRows } from '../../stores/stores-context.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { places } from '../../verbs/places.ts';
import { nounOf } from '../noun.ts';

const page = lazyPart(async () => (await import('./volumes-page.tsx')).VolumesPage);

function VolumesCount() {
  const count = useRows('volumes', ({ rows, freshness }) => (freshness === 'loading' ? null : rows.size));
  return <NounCount value={count} />;
}

export const volumes = nounOf('volumes', {
  id: 'volumes',
  title: 'frame.places.volumes',
  place: places.volumes,
  icon: HardDrive,
  screens: [{ path: places.volumes, draw: () => <page.Part /> }],
  parts: [page],
  listCommand: listVolumesCommand(),
  primary: null,
  Count: VolumesCount,
  objects: null,
});
