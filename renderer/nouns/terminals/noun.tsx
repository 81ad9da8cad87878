import { Terminal } from 'lucide-react';
import { NounCount } from '../../page/noun-count.tsx';
import { useTerminals } from '../../stores/stores-context.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { places } from '../../verbs/places.ts';
import type { Noun } from '../noun.ts';

const page = lazyPart(async () => (await import('./terminals-page.tsx')).TerminalsPage);

/** An empty list is no news: the number is there when there is something to come back to. */
function TerminalsCount() {
  const count = useTerminals(({ terminals: open }) => open.filter(({ ending }) => ending === null).length);
  return <NounCount value={count === 0 ? null : count} />;
}

export const terminals: Noun = {
  id: 'terminals',
  title: 'frame.places.terminals',
  place: places.terminals,
  icon: Terminal,
  screens: [{ path: places.terminals, draw: () => <page.Part /> }],
  parts: [page],
  listCommand: null,
  primary: null,
  Count: TerminalsCount,
  group: null,
  objects: null,
};
