import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { type DockerCommand, scriptOn } from '../../engine/commands/command.ts';
import type { Freshness } from '../../engine/contract/changes.ts';
import type { EngineRow } from '../../engine/contract/engines.ts';
import type { Job } from '../../engine/contract/jobs.ts';
import type { LineEngine, Script } from '../../engine/contract/journal.ts';
import type { CollectionState } from './collection-store.ts';
import type { CommandState } from './command-store.ts';
import type { DialogsState } from './dialogs-store.ts';
import type { EngineState } from './engine-store.ts';
import type { NounGroup, RowOf } from './noun-stores.ts';
import type { Preferences } from './preferences-store.ts';
import type { RecentState } from './recent-store.ts';
import type { Stores } from './stores.ts';
import { type PendingTask, pendingOf, type TasksState } from './tasks-store.ts';
import type { TerminalsState } from './terminals-store.ts';
import type { ToastsState } from './toasts-store.ts';

const StoresContext = createContext<Stores | null>(null);

/** Hands the stores down to every screen. */
export const StoresProvider = StoresContext.Provider;

/** The stores themselves, for event handlers. To draw, use the hooks below: they follow. */
export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error('useStores needs a StoresProvider above it.');
  return stores;
}

// Selectors answer the same identity for the same state (zustand 5): wrap one that builds an object in `useShallow`.

/** Follows the objects of a noun on the shown engine. */
export function useRows<Group extends NounGroup, U>(
  group: Group,
  selector: (state: CollectionState<RowOf<Group>>) => U,
): U {
  return useStore(useStores().nouns.of(group), selector);
}

/** Follows the jobs of all engines. */
export function useJobs<U>(selector: (state: CollectionState<Job>) => U): U {
  return useStore(useStores().jobs, selector);
}

/** Follows the engines of this computer. */
export function useEngines<U>(selector: (state: CollectionState<EngineRow>) => U): U {
  return useStore(useStores().engines, selector);
}

/** Follows the engine's status and the page's connection to the service. */
export function useEngine<U>(selector: (state: EngineState) => U): U {
  return useStore(useStores().engine, selector);
}

/** The engine of command lines, as a shell reaches it now. */
export function useLineEngine(): LineEngine {
  return useEngine(({ lineEngine }) => lineEngine);
}

/** A command on the engine, as a script; `command` keeps its identity. */
export function useScript(command: DockerCommand): Script {
  const engine = useLineEngine();
  return useMemo(() => scriptOn(engine, command), [engine, command]);
}

/** Follows the open terminals. */
export function useTerminals<U>(selector: (state: TerminalsState) => U): U {
  return useStore(useStores().terminals, selector);
}

/** Follows the verbs under way. */
export function useTasks<U>(selector: (state: TasksState) => U): U {
  return useStore(useStores().tasks, selector);
}

/** Follows the command bar's state. */
export function useCommand<U>(selector: (state: CommandState) => U): U {
  return useStore(useStores().command, selector);
}

/** Follows what this computer remembers of the person's taste. */
export function usePreferences<U>(selector: (state: Preferences) => U): U {
  return useStore(useStores().preferences, selector);
}

/** Follows the toasts. */
export function useToasts<U>(selector: (state: ToastsState) => U): U {
  return useStore(useStores().toasts, selector);
}

/** Follows which dialog is open. */
export function useDialogs<U>(selector: (state: DialogsState) => U): U {
  return useStore(useStores().dialogs, selector);
}

/** Follows what was opened or acted on last. */
export function useRecent<U>(selector: (state: RecentState) => U): U {
  return useStore(useStores().recent, selector);
}

/** The shared clock, in milliseconds since 1970; it moves once a minute. */
export function useNowMs(): number {
  return useStore(useStores().now, ({ nowMs }) => nowMs);
}

/** The verb under way on an object, if any. */
export function usePending(targetId: string): PendingTask | undefined {
  return useTasks((state) => pendingOf(state, targetId));
}

/** How far a list can be trusted: without a connection to the service, what was live is stale. */
export function useFreshness(group: NounGroup): Freshness {
  const store: StoreApi<FreshnessState> = useStores().nouns.of(group);
  const freshness = useStore(store, (state) => state.freshness);
  const isConnected = useEngine(({ connection }) => connection === 'connected');
  return freshness === 'live' && !isConnected ? 'stale' : freshness;
}

type FreshnessState = Pick<CollectionState<unknown>, 'freshness'>;
