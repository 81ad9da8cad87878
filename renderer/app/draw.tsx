import { createRoot } from 'react-dom/client';
import { createI18n, languageOf, localeOf } from '../i18n/create-i18n.ts';
import { nouns } from '../nouns/nouns.ts';
import type { EngineStores } from '../stores/engine-stores.ts';
import { announceEnds } from '../jobs/announce-ends.ts';
import { parseEnginePlace, places } from '../verbs/places.ts';
import { App } from './app.tsx';
import { EngineScopes } from './engine-scopes.ts';

/** The half of the composition root that draws: words, verbs and the page itself. */
export function draw(root: HTMLElement, engines: EngineStores): void {
  const i18n = createI18n(languageOf(location.search), localeOf(navigator.languages));
  engines.followNouns(nouns.flatMap(({ group }) => group ?? []));
  const scopes = new EngineScopes(engines, i18n.t);
  announceEnds({ page: engines.page, scopeOf: scopes.of, t: i18n.t, areFailuresSeen: (engineId) => isShown(engineId) });
  const endOpening = () => engines.page.command.endOpening();
  for (const type of ['pointerdown', 'keydown'])
    window.addEventListener(type, endOpening, { once: true, capture: true });
  createRoot(root).render(<App i18n={i18n} scopes={scopes} />);
}

/** Whether the images of this engine are on the screen. */
function isShown(engineId: string): boolean {
  const shown = parseEnginePlace(location.hash.replace(/^#/, ''));
  return shown?.engineId === engineId && shown.place === places.images;
}
