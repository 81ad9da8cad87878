import { HardDrive } from 'lucide-react';
import { listVolumesCommand } from '../../../engine/commands/lists.ts';
import { RowCount } from '../../page/noun-count.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { places } from '../../verbs/places.ts';
import { nounOf } from '../noun.ts';

const page = lazyPart(async () => (await import('./volumes-page.tsx')).VolumesPage);

export const volumes = nounOf('volumes', {
  id: 'volumes',
  title: 'frame.places.volumes',
  place: places.volumes,
  icon: HardDrive,
  screens: [{ path: places.volumes, draw: () => <page.Part /> }],
  parts: [page],
  listCommand: listVolumesCommand(),
  primary: null,
  Count: () => <RowCount group="volumes" />,
  objects: null,
});
