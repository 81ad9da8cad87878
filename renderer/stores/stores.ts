import type { Container } from '../../engine/contract/containers.ts';
import type { EngineRow } from '../../engine/contract/engines.ts';
import type { Image } from '../../engine/contract/images.ts';
import type { Network } from '../../engine/contract/networks.ts';
import type { Registry } from '../../engine/contract/registries.ts';
import type { Job } from '../../engine/contract/jobs.ts';
import type { Volume } from '../../engine/contract/volumes.ts';
import type { Connection } from '../client/connection.ts';
import type { EngineClient } from '../client/engine-client.ts';
import { type CollectionStore, createCollectionStore, followCollection } from './collection-store.ts';
import { type CommandStore, createCommandStore } from './command-store.ts';
import { createDialogsStore, type DialogsStore } from './dialogs-store.ts';
import { createEngineStore, type EngineStore } from './engine-store.ts';
import { createNowStore, type NowStore } from './now-store.ts';
import { createPreferencesStore, type PreferencesStore } from './preferences-store.ts';
import { createRecentStore, type RecentStore } from './recent-store.ts';
import { createTasksStore, type TasksStore } from './tasks-store.ts';
import { createTerminalsStore, followTerminals, type TerminalsStore } from './terminals-store.ts';
import { createToastsStore, type ToastsStore } from './toasts-store.ts';

/** State of the page that belongs to no single engine, and its end of the wire. */
export interface PageStores {
  readonly connection: Connection;
  /** The engines of this computer. */
  readonly engines: CollectionStore<EngineRow>;
  /** Those of all engines. */
  readonly jobs: CollectionStore<Job>;
  readonly terminals: TerminalsStore;
  readonly command: CommandStore;
  readonly preferences: PreferencesStore;
  readonly toasts: ToastsStore;
  readonly now: NowStore;
}

/** What the page shows of one engine, with the state of the page beside it. */
export interface Stores extends PageStores {
  readonly engineId: string;
  /** Its calls are for this engine. */
  readonly client: EngineClient;
  readonly engine: EngineStore;
  readonly containers: CollectionStore<Container>;
  readonly images: CollectionStore<Image>;
  readonly volumes: CollectionStore<Volume>;
  readonly networks: CollectionStore<Network>;
  readonly registries: CollectionStore<Registry>;
  readonly tasks: TasksStore;
  /** A dialog acts on its engine; it is out of view while another engine is shown. */
  readonly dialogs: DialogsStore;
  readonly recent: RecentStore;
}

interface StoresOptions {
  readonly connection: Connection;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** The clock; milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** Makes the stores of the page; nothing is asked of the service before `followPage`. */
export function createPageStores({ connection, storage, nowMs }: StoresOptions): PageStores {
  return {
    connection,
    engines: createCollectionStore(),
    jobs: createCollectionStore(),
    terminals: createTerminalsStore(),
    command: createCommandStore(nowMs),
    preferences: createPreferencesStore(storage),
    toasts: createToastsStore(),
    now: createNowStore(nowMs),
  };
}

/** Makes the stores of one engine; nothing is asked of it before `followEngine`. */
export function createEngineStores(page: PageStores, engineId: string): Stores {
  return {
    ...page,
    engineId,
    client: page.connection.on(engineId),
    engine: createEngineStore(engineId, page.connection, page.engines),
    containers: createCollectionStore(),
    images: createCollectionStore(),
    volumes: createCollectionStore(),
    networks: createCollectionStore(),
    registries: createCollectionStore(),
    tasks: createTasksStore(),
    dialogs: createDialogsStore(),
    recent: createRecentStore(),
  };
}

/** Keeps the copies of what belongs to no engine up to date until the signal is aborted. */
export async function followPage({ connection, jobs, terminals }: PageStores, signal: AbortSignal): Promise<void> {
  const { client, whenConnected: ready } = connection;
  await Promise.all([
    followCollection({ store: jobs, call: client.jobs.changes, ready, signal }),
    followTerminals(terminals, connection, signal),
  ]);
}

/** Keeps the list of engines up to date until the signal is aborted. */
export async function followEngines({ connection, engines }: PageStores, signal: AbortSignal): Promise<void> {
  const { client, whenConnected: ready } = connection;
  await followCollection({ store: engines, call: client.engines.changes, ready, signal });
}

/** Keeps the copies of one engine up to date until the signal is aborted. Containers come first: they are what the first screen shows. */
export async function followEngine(stores: Stores, signal: AbortSignal): Promise<void> {
  const { client, connection } = stores;
  const ready = connection.whenConnected;
  const following = [followCollection({ store: stores.containers, call: client.containers.changes, ready, signal })];
  await firstAnswer(stores.containers, signal);
  following.push(
    followCollection({ store: stores.images, call: client.images.changes, ready, signal }),
    followCollection({ store: stores.volumes, call: client.volumes.changes, ready, signal }),
    followCollection({ store: stores.networks, call: client.networks.changes, ready, signal }),
    followCollection({ store: stores.registries, call: client.registries.changes, ready, signal }),
  );
  await Promise.all(following);
}

/** Resolves when a list has come for the first time, or nothing more is asked. */
export function firstAnswer(store: CollectionStore<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const leave = store.subscribe(() => {
      leave();
      resolve();
    });
    signal.addEventListener(
      'abort',
      () => {
        leave();
        resolve();
      },
      { once: true },
    );
  });
}
