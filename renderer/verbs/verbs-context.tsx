import { createContext, useContext } from 'react';
import type { VerbRunner } from './run-verb.ts';

const VerbsContext = createContext<VerbRunner | null>(null);

/** Hands the verb runner down to every screen. */
export const VerbsProvider = VerbsContext.Provider;

/** The way to run a verb from an event handler. */
export function useVerbs(): VerbRunner {
  const runner = useContext(VerbsContext);
  if (runner === null) throw new Error('useVerbs needs a VerbsProvider above it.');
  return runner;
}
