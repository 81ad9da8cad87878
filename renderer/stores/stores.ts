import type { EngineRow } from '../../engine/contract/engines.ts';
import type { Job } from '../../engine/contract/jobs.ts';
import type { JournalEntry } from '../../engine/contract/journal.ts';
import type { Connection } from '../client/connection.ts';
import type { EngineClient } from '../client/engine-client.ts';
import { type CollectionStore, createCollectionStore, followCollection } from './collection-store.ts';
import { type CommandStore, createCommandStore } from './command-store.ts';
import { createDialogsStore, type DialogsStore } from './dialogs-store.ts';
import { createEngineStore, type EngineStore } from './engine-store.ts';
import { NounStores } from './noun-stores.ts';
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
  /** The lines that were run, in whichever page. */
  readonly journal: CollectionStore<JournalEntry>;
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
  /** Its objects. */
  readonly nouns: NounStores;
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
    command: createCommandStore({ nowMs, report: (entry) => connection.client.journal.add(entry) }),
    journal: createCollectionStore(),
    preferences: createPreferencesStore(storage),
    toasts: createToastsStore(),
    now: createNowStore(nowMs),
  };
}

/** Makes the stores of one engine; nothing is asked of it before its nouns are followed. */
export function createEngineStores(page: PageStores, engineId: string): Stores {
  const client = page.connection.on(engineId);
  return {
    ...page,
    engineId,
    client,
    nouns: new NounStores(client, page.connection),
    engine: createEngineStore(engineId, page.connection, page.engines),
    tasks: createTasksStore(),
    dialogs: createDialogsStore(),
    recent: createRecentStore(),
  };
}

/** Keeps the copies of what belongs to no engine up to date until the signal is aborted. */
export async function followPage(page: PageStores, signal: AbortSignal): Promise<void> {
  const { connection, jobs, terminals } = page;
  const { client, whenConnected: ready } = connection;
  await Promise.all([
    followCollection({ store: jobs, call: client.jobs.changes, ready, signal }),
    followTerminals(terminals, connection, signal),
    followJournal(page, signal),
  ]);
}

/** Keeps the list of engines up to date until the signal is aborted. */
export async function followEngines({ connection, engines }: PageStores, signal: AbortSignal): Promise<void> {
  const { client, whenConnected: ready } = connection;
  await followCollection({ store: engines, call: client.engines.changes, ready, signal });
}

/** The command bar shows what ran last, in whichever page. */
async function followJournal({ journal, command, connection }: PageStores, signal: AbortSignal): Promise<void> {
  const { client, whenConnected: ready } = connection;
  const leave = journal.subscribe(({ rows }) => command.takeJournal([...rows.values()]));
  try {
    await followCollection({ store: journal, call: client.journal.changes, ready, signal });
  } finally {
    leave();
  }
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
