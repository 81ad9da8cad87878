import type { Contract } from '../../engine/contract/contract.ts';
import type { Connection } from '../client/connection.ts';
import type { EngineClient, OnEngine } from '../client/engine-client.ts';
import { type CollectionStore, createCollectionStore, followCollection } from './collection-store.ts';

/** A group of the contract whose objects one engine lists. */
export type NounGroup = {
  [Group in keyof Contract]: Contract[Group] extends { changes: OnEngine } ? Group : never;
}[keyof Contract];

/** An object of such a group. */
export type RowOf<Group extends NounGroup> = EngineClient[Group] extends {
  changes: (...call: never[]) => Promise<{ upserts: (infer Row extends { readonly id: string })[] }>;
}
  ? Row
  : never;

type AnyStore = CollectionStore<{ readonly id: string }>;

/** The live copies of one engine's objects, a store for each noun, made when it is first asked for. */
export class NounStores {
  readonly #client: EngineClient;
  readonly #connection: Pick<Connection, 'whenConnected'>;
  readonly #stores = new Map<NounGroup, AnyStore>();
  readonly #followed = new Set<NounGroup>();

  constructor(client: EngineClient, connection: Pick<Connection, 'whenConnected'>) {
    this.#client = client;
    this.#connection = connection;
  }

  of<Group extends NounGroup>(group: Group): CollectionStore<RowOf<Group>> {
    let store = this.#stores.get(group);
    if (store === undefined) this.#stores.set(group, (store = createCollectionStore()));
    // The store of a group holds that group's rows only: see `follow`.
    return store as unknown as CollectionStore<RowOf<Group>>;
  }

  /** Keeps the copies of a noun up to date until the signal is aborted; a second call changes nothing. */
  follow(group: NounGroup, signal: AbortSignal): void {
    if (this.#followed.has(group)) return;
    this.#followed.add(group);
    const { changes } = this.#client[group];
    void followCollection({
      store: this.of(group),
      call: changes,
      ready: this.#connection.whenConnected,
      signal,
    });
  }

  /** The row with this id, of whichever noun; undefined where there is none. */
  find(id: string): { readonly id: string } | undefined {
    for (const store of this.#stores.values()) {
      const row = store.getState().rows.get(id);
      if (row !== undefined) return row;
    }
    return undefined;
  }

  /** Calls back after each change of any noun; returns the function that ends that. */
  subscribe(listener: () => void): () => void {
    const leave = [...this.#stores.values()].map((store) => store.subscribe(listener));
    return () => {
      for (const end of leave) end();
    };
  }
}
