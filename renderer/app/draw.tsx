import { createRoot } from 'react-dom/client';
import { createI18n, languageOf, localeOf } from '../i18n/create-i18n.ts';
import type { EngineStores } from '../stores/engine-stores.ts';
import { tellEnds } from '../jobs/tell-ends.ts';
import { parseEnginePlace, places } from '../verbs/places.ts';
import { App } from './app.tsx';
import { EngineScopes } from './engine-scopes.ts';

/** The half of the composition root that draws: words, verbs and the page itself. */
export function draw(root: HTMLElement, engines: EngineStores): void {
  const i18n = createI18n(languageOf(location.search), localeOf(navigator.languages));
  const scopes = new EngineScopes(engines, i18n.t);
  tellEnds({ page: engines.page, scopeOf: scopes.of, t: i18n.t, areFailuresSeen: (engineId) => isShown(engineId) });
  createRoot(root).render(<App i18n={i18n} scopes={scopes} />);
}

/** Whether the images of this engine are on the screen. */
function isShown(engineId: string): boolean {
  const shown = parseEnginePlace(location.hash.replace(/^#/, ''));
  return shown?.engineId === engineId && shown.place === places.images;
}
