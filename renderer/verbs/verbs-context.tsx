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

const ScopesContext = createContext<ScopeOf | null>(null);

/** Hands the scopes of all engines down, for what the page shows of several engines at once. */
export const ScopesProvider = ScopesContext.Provider;

/** The way to another engine than the one that is shown. */
export function useScopeOf(): ScopeOf {
  const scopeOf = useContext(ScopesContext);
  if (scopeOf === null) throw new Error('useScopeOf needs a ScopesProvider above it.');
  return scopeOf;
}
