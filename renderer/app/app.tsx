import type { i18n } from 'i18next';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { Redirect, Router, useLocation } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { useStore } from 'zustand';
import { createWords, WordsProvider } from '../i18n/use-words.ts';
import { firstEngineOf } from '../stores/engine-stores.ts';
import { StoresProvider } from '../stores/stores-context.tsx';
import { UiRoot } from '../ui/ui-root.tsx';
import { engineBase, parseEnginePlace } from '../verbs/places.ts';
import { ScopesProvider, VerbsProvider } from '../verbs/verbs-context.tsx';
import { CommandBar } from './command-bar/command-bar.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { Dialogs } from './dialogs.tsx';
import type { EngineScopes } from './engine-scopes.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { EngineGate } from './frame/engine-gate.tsx';
import { Frame } from './frame/frame.tsx';
import { preloadParts } from './lazy-parts.ts';
import { Routes } from './routes.tsx';
import { useShortcuts } from './shortcuts.ts';
import { Toasts } from './toasts/toasts.tsx';

interface AppProps {
  readonly i18n: i18n;
  readonly scopes: EngineScopes;
}

/** The whole page: its words, its state and its verbs around the window. */
export function App({ i18n, scopes }: AppProps) {
  const [words] = useState(() => createWords(i18n));
  return (
    <WordsProvider value={words}>
      <UiRoot>
        <ErrorBoundary>
          {/* wouter takes its way of reading addresses as a hook. */}
          {/* oxlint-disable-next-line react/hooks */}
          <Router hook={useHashLocation}>
            <ShownEngine scopes={scopes}>
              <AppWindow />
            </ShownEngine>
          </Router>
        </ErrorBoundary>
      </UiRoot>
    </WordsProvider>
  );
}

/** The engine that the address names; an address without one, or with an unknown one, becomes that of the first engine. */
function ShownEngine({ scopes, children }: { scopes: EngineScopes; children: ReactNode }) {
  const [location] = useLocation();
  const { page } = scopes.engines;
  const first = useStore(page.engines, ({ rows }) => firstEngineOf(rows));
  const shown = parseEnginePlace(location);
  const engineId = shown?.engineId ?? '';
  const isKnown = useStore(page.engines, ({ rows }) => rows.size === 0 || rows.has(engineId));
  const isElsewhere = first !== null && (shown === null || !isKnown);
  const { stores, verbs } = shown === null ? scopes.none : scopes.of(engineId);
  const value = useMemo(() => ({ scopeOf: scopes.of, shownId: engineId }), [scopes, engineId]);
  // The screens are not drawn until the address names an engine: their routes would replace such an address.
  if (isElsewhere) return <ToEngine scopes={scopes} engineId={first} place={shown?.place ?? location} />;
  return (
    <ScopesProvider value={value}>
      <StoresProvider value={stores}>
        <VerbsProvider value={verbs}>
          {/* What a screen has selected, filtered or opened belongs to its engine. */}
          <Router key={engineId} base={shown === null ? '' : engineBase(engineId)}>
            {children}
          </Router>
        </VerbsProvider>
      </StoresProvider>
    </ScopesProvider>
  );
}

function ToEngine({ scopes, engineId, place }: { scopes: EngineScopes; engineId: string; place: string }) {
  useLayoutEffect(() => scopes.adopt(engineId), [scopes, engineId]);
  return <Redirect to={`${engineBase(engineId)}${place}`} replace />;
}

function AppWindow() {
  useShortcuts();
  useEffect(preloadParts, []);
  return (
    <>
      <Frame banner={<ConnectionBanner />} commandBar={<CommandBar />}>
        <ErrorBoundary>
          <EngineGate>
            <Routes />
          </EngineGate>
        </ErrorBoundary>
      </Frame>
      <Dialogs />
      <Toasts />
    </>
  );
}
