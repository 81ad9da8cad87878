import { createContext, useContext } from 'react';
import type { Stores } from '../stores/stores.ts';
import type { VerbRunner } from './run-verb.ts';

/** One engine as the page works on it: its state, and the way to run verbs on it. */
export interface EngineScope {
  readonly stores: Stores;
  readonly verbs: VerbRunner;
}

/** Returns the scope of an engine; the first call begins to follow the engine. */
export type ScopeOf = (engineId: string) => EngineScope;

const VerbsContext = createContext<VerbRunner | null>(null);

/** Hands the verb runner down to every screen. */
export const VerbsProvider = VerbsContext.Provider;

/** The way to run a verb from an event handler. */
export function useVerbs(): VerbRunner {
  const runner = useContext(VerbsContext);
  if (runner === null) throw new Error('useVerbs needs a VerbsProvider above it.');
  return runner;
}

interface Scopes {
  readonly scopeOf: ScopeOf;
  /** The engine that the address names; empty while it names none. */
  readonly shownId: string;
}

const ScopesContext = createContext<Scopes | null>(null);

/** Hands the scopes of all engines down, for what the page shows of several engines at once. */
export const ScopesProvider = ScopesContext.Provider;

/** The way to another engine than the one that is shown. */
export function useScopeOf(): ScopeOf {
  return useScopes().scopeOf;
}

/** The engine that the page shows, also where something of another one is drawn. */
export function useShownEngineId(): string {
  return useScopes().shownId;
}

function useScopes(): Scopes {
  const scopes = useContext(ScopesContext);
  if (scopes === null) throw new Error('This needs a ScopesProvider above it.');
  return scopes;
}
