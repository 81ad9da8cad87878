import type { Container } from '../../engine/contract/containers.ts';
import type { Image } from '../../engine/contract/images.ts';
import type { JournalEntry } from '../../engine/contract/journal.ts';
import type { Network } from '../../engine/contract/networks.ts';
import type { Registry } from '../../engine/contract/registries.ts';
import type { Transfer } from '../../engine/contract/transfers.ts';
import type { Volume } from '../../engine/contract/volumes.ts';
import type { Connection } from '../client/connection.ts';
import type { EngineClient } from '../client/engine-client.ts';
import { type CollectionStore, createCollectionStore, followCollection } from './collection-store.ts';
import { type CommandStore, createCommandStore } from './command-store.ts';
import { createDialogsStore, type DialogsStore } from './dialogs-store.ts';
import { createEngineStore, type EngineStore, followEngine } from './engine-store.ts';
import { createNowStore, type NowStore } from './now-store.ts';
import { createPreferencesStore, type PreferencesStore } from './preferences-store.ts';
import { createRecentStore, type RecentStore } from './recent-store.ts';
import { createTasksStore, type TasksStore } from './tasks-store.ts';
import { createTerminalsStore, followTerminals, type TerminalsStore } from './terminals-store.ts';
import { createToastsStore, type ToastsStore } from './toasts-store.ts';

/** All state of the page, and its end of the wire. */
export interface Stores {
  readonly client: EngineClient;
  readonly connection: Connection;
  readonly engine: EngineStore;
  readonly containers: CollectionStore<Container>;
  readonly images: CollectionStore<Image>;
  readonly volumes: CollectionStore<Volume>;
  readonly networks: CollectionStore<Network>;
  readonly registries: CollectionStore<Registry>;
  readonly transfers: CollectionStore<Transfer>;
  readonly terminals: TerminalsStore;
  readonly tasks: TasksStore;
  readonly command: CommandStore;
  readonly journal: CollectionStore<JournalEntry>;
  readonly preferences: PreferencesStore;
  readonly toasts: ToastsStore;
  readonly dialogs: DialogsStore;
  readonly recent: RecentStore;
  readonly now: NowStore;
}

interface StoresOptions {
  readonly connection: Connection;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** The clock; milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** Makes the stores; nothing is asked of the engine before `followEverything`. */
export function createStores({ connection, storage, nowMs }: StoresOptions): Stores {
  return {
    client: connection.client,
    connection,
    engine: createEngineStore(),
    containers: createCollectionStore(),
    images: createCollectionStore(),
    volumes: createCollectionStore(),
    networks: createCollectionStore(),
    registries: createCollectionStore(),
    transfers: createCollectionStore(),
    terminals: createTerminalsStore(),
    tasks: createTasksStore(),
    command: createCommandStore({ nowMs, report: (entry) => connection.client.journal.add(entry) }),
    journal: createCollectionStore(),
    preferences: createPreferencesStore(storage),
    toasts: createToastsStore(),
    dialogs: createDialogsStore(),
    recent: createRecentStore(),
    now: createNowStore(nowMs),
  };
}

/** Keeps all copies up to date until the signal is aborted. Containers come first: they are what the first screen shows. */
export async function followEverything(stores: Stores, signal: AbortSignal): Promise<void> {
  const { client, connection } = stores;
  const ready = connection.whenConnected;
  const following = [
    followCollection({ store: stores.containers, call: client.containers.changes, ready, signal }),
    followEngine(stores.engine, connection, signal),
  ];
  await firstAnswer(stores.containers, signal);
  following.push(
    followCollection({ store: stores.images, call: client.images.changes, ready, signal }),
    followCollection({ store: stores.volumes, call: client.volumes.changes, ready, signal }),
    followCollection({ store: stores.networks, call: client.networks.changes, ready, signal }),
    followCollection({ store: stores.registries, call: client.registries.changes, ready, signal }),
    followCollection({ store: stores.transfers, call: client.transfers.changes, ready, signal }),
    followTerminals(stores.terminals, connection, signal),
    followJournal(stores, signal),
  );
  await Promise.all(following);
}

/** The command bar shows what ran last, in whichever page. */
async function followJournal({ journal, command, client, connection }: Stores, signal: AbortSignal): Promise<void> {
  const leave = journal.subscribe(({ rows }) => command.takeJournal([...rows.values()]));
  try {
    await followCollection({ store: journal, call: client.journal.changes, ready: connection.whenConnected, signal });
  } finally {
    leave();
  }
}

/** Resolves when the engine has told of its containers for the first time, or nothing more is asked. */
export function firstAnswer(store: CollectionStore<Container>, signal: AbortSignal): Promise<void> {
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
