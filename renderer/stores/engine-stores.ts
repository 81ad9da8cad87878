import type { EngineRow } from '../../engine/contract/engines.ts';
import type { NounGroup } from './noun-stores.ts';
import { createEngineStores, firstAnswer, followPage, type PageStores, type Stores } from './stores.ts';

/** What the first screen shows; the rest follows once it is there. */
const firstGroup: NounGroup = 'containers';

/**
 * The stores of each engine that the page follows: the one that it shows, and every engine that is
 * in use or answers, so that turning to another finds its lists there.
 */
export class EngineStores {
  readonly page: PageStores;
  /** For a page that does not know its engine yet; nothing is asked for it. */
  readonly none: Stores;
  readonly #signal: AbortSignal;
  readonly #all = new Map<string, Stores>();
  #groups: readonly NounGroup[] = [firstGroup];

  constructor(page: PageStores, signal: AbortSignal) {
    this.page = page;
    this.none = createEngineStores(page, '');
    this.#signal = signal;
  }

  /** The stores of this engine; the first call begins to follow it. */
  of(engineId: string): Stores {
    let stores = this.#all.get(engineId);
    if (stores === undefined) {
      this.#all.set(engineId, (stores = createEngineStores(this.page, engineId)));
      this.#follow(stores);
    }
    return stores;
  }

  /** Follows these nouns too, on every engine. */
  followNouns(groups: readonly NounGroup[]): void {
    this.#groups = groups;
    for (const stores of this.#all.values()) this.#follow(stores);
  }

  /** Follows the other engines and the rest of the page once the list of the first engine is there. */
  async followRest(first: Stores): Promise<void> {
    await firstAnswer(first.nouns.of(firstGroup), this.#signal);
    const { engines } = this.page;
    const followAll = (rows: ReadonlyMap<string, EngineRow>) => {
      for (const { id, status, found } of rows.values()) if (status !== null || found?.answers === true) this.of(id);
    };
    followAll(engines.getState().rows);
    const leave = engines.subscribe(({ rows }) => followAll(rows));
    this.#signal.addEventListener('abort', leave, { once: true });
    await followPage(this.page, this.#signal);
  }

  #follow(stores: Stores): void {
    for (const group of this.#groups) stores.nouns.follow(group, this.#signal);
  }
}

/** The engine that a page without an address of one shows; null while it is not known. */
export function firstEngineOf(rows: ReadonlyMap<string, EngineRow>): string | null {
  for (const { id, isFirst } of rows.values()) if (isFirst) return id;
  return null;
}
