import { navigate } from 'wouter/use-hash-location';
import type { Translate } from '../i18n/translate.ts';
import type { EngineStores } from '../stores/engine-stores.ts';
import type { Stores } from '../stores/stores.ts';
import { engineBase, parseEnginePlace, places } from '../verbs/places.ts';
import { createVerbRunner } from '../verbs/run-verb.ts';
import type { EngineScope } from '../verbs/verbs-context.tsx';

/** Each engine's stores with its verb runner, made when they are first asked for. */
export class EngineScopes {
  readonly engines: EngineStores;
  /** For a page that does not know its engine yet. */
  readonly none: EngineScope;
  readonly #t: Translate;
  readonly #all = new Map<string, EngineScope>();

  constructor(engines: EngineStores, t: Translate) {
    this.engines = engines;
    this.#t = t;
    this.none = this.#make(engines.none);
  }

  readonly of = (engineId: string): EngineScope => {
    let scope = this.#all.get(engineId);
    if (scope === undefined) this.#all.set(engineId, (scope = this.#make(this.engines.of(engineId))));
    return scope;
  };

  /** The page knows its engine now: what was opened before is a dialog of this engine. */
  adopt(engineId: string): void {
    const { dialogs } = this.none.stores;
    const { open } = dialogs.getState();
    if (open.kind === 'none') return;
    dialogs.show({ kind: 'none' });
    this.of(engineId).stores.dialogs.show(open);
  }

  /** A dialog of an engine that is not shown, such as the mending of its job, brings that engine into view. */
  #show(base: string): void {
    const shown = parseEnginePlace(location.hash.replace(/^#/, ''));
    if (shown !== null && engineBase(shown.engineId) !== base) navigate(`${base}${places.containers}`);
  }

  #make(stores: Stores): EngineScope {
    const base = engineBase(stores.engineId);
    const verbs = createVerbRunner({
      stores,
      t: this.#t,
      navigate: (place) => navigate(`${base}${place}`),
      openExternal,
      nowMs: () => Date.now(),
    });
    stores.dialogs.subscribe(({ open }) => {
      if (open.kind !== 'none' && stores.engineId !== '') this.#show(base);
    });
    return { stores, verbs };
  }
}

function openExternal(url: string): void {
  window.open(url, '_blank', 'noopener,noreferrer');
}
