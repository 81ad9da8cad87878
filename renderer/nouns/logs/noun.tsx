import { ScrollText } from 'lucide-react';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { places } from '../../verbs/places.ts';
import type { Noun } from '../noun.ts';

const page = lazyPart(async () => (await import('./logs-page.tsx')).LogsPage);

export const logs: Noun = {
  id: 'logs',
  title: 'frame.places.logs',
  place: places.logs,
  icon: ScrollText,
  screens: [{ path: `${places.logs}/:choice?`, draw: ({ choice = '' }) => <page.Part choice={choice} /> }],
  parts: [page],
  listCommand: null,
  primary: null,
  Count: null,
  group: null,
  objects: null,
};
