import { createRoot } from 'react-dom/client';
import { navigate } from 'wouter/use-hash-location';
import { createI18n, languageOf, localeOf } from '../i18n/create-i18n.ts';
import type { Stores } from '../stores/stores.ts';
import { tellEnds } from '../transfers/tell-ends.ts';
import { createVerbRunner } from '../verbs/run-verb.ts';
import { places } from '../verbs/places.ts';
import { App } from './app.tsx';

/** The half of the composition root that draws: words, verbs and the page itself. */
export function draw(root: HTMLElement, stores: Stores): void {
  const i18n = createI18n(languageOf(location.search), localeOf(navigator.languages));
  const verbs = createVerbRunner({ stores, t: i18n.t, navigate, openExternal, nowMs: () => Date.now() });
  tellEnds({
    stores,
    run: verbs.run,
    t: i18n.t,
    areFailuresSeen: () => currentHashLocation() === places.images,
  });
  const endOpening = () => stores.command.endOpening();
  for (const type of ['pointerdown', 'keydown'])
    window.addEventListener(type, endOpening, { once: true, capture: true });
  createRoot(root).render(<App i18n={i18n} stores={stores} verbs={verbs} />);
}

function currentHashLocation(): string {
  return location.hash.replace(/^#/, '');
}

function openExternal(url: string): void {
  window.open(url, '_blank', 'noopener,noreferrer');
}
