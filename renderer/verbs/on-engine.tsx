import type { ReactNode } from 'react';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { StoresProvider } from '../stores/stores-context.tsx';
import { engineBase } from './places.ts';
import { useScopeOf, VerbsProvider } from './verbs-context.tsx';

/** Draws what belongs to one engine where several are shown: its state, verbs and addresses are that engine's. */
export function OnEngine({ engineId, children }: { engineId: string; children: ReactNode }) {
  const { stores, verbs } = useScopeOf()(engineId);
  return (
    <StoresProvider value={stores}>
      <VerbsProvider value={verbs}>
        {/* A base would be added to that of the router above; one with a hook of its own begins anew. */}
        {/* oxlint-disable-next-line react/hooks */}
        <Router hook={useHashLocation} base={engineBase(engineId)}>
          {children}
        </Router>
      </VerbsProvider>
    </StoresProvider>
  );
}
