import type { EngineRow } from '../../engine/contract/engines.ts';
import { createEngineStores, firstAnswer, followEngine, followPage, type PageStores, type Stores } from './stores.ts';

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
      void followEngine(stores, this.#signal);
    }
    return stores;
  }

  /** Follows the rest of the page once the list of the first engine is there, or cannot come. */
  async followRest(first: Stores): Promise<void> {
    await firstAnswer(first.containers, this.#signal);
    const { engines } = this.page;
    const followAll = (rows: ReadonlyMap<string, EngineRow>) => {
      for (const { id, status, found } of rows.values()) if (status !== null || found?.answers === true) this.of(id);
    };
    followAll(engines.getState().rows);
    const leave = engines.subscribe(({ rows }) => followAll(rows));
    this.#signal.addEventListener('abort', leave, { once: true });
    await followPage(this.page, this.#signal);
  }
}

/** The engine that a page without an address of one shows; null while it is not known. */
export function firstEngineOf(rows: ReadonlyMap<string, EngineRow>): string | null {
  for (const { id, isFirst } of rows.values()) if (isFirst) return id;
  return null;
}
