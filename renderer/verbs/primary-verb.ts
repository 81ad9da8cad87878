import { openRunDialog } from './app-verbs.ts';
import { openPullDialog } from './image-forms.ts';
import { places } from './places.ts';
import { openSignIn } from './registry-verbs.ts';
import type { Verb } from './verb.ts';

/** The key of every screen's primary button. */
export const primaryKeys = ['mod', 'N'];

/** What ⌘N does on a screen: the verb of its primary button, and where there is none, Run. */
export function primaryVerbOf(location: string): Verb<never> {
  const isAt = (place: string) => location === place || location.startsWith(`${place}/`);
  if (isAt(places.images)) return openPullDialog;
  return isAt(places.registries) ? openSignIn : openRunDialog;
}
