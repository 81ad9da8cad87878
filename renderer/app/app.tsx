import type { i18n } from 'i18next';
import { useEffect, useState } from 'react';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { createWords, WordsProvider } from '../i18n/use-words.ts';
import type { Stores } from '../stores/stores.ts';
import { StoresProvider } from '../stores/stores-context.tsx';
import { UiRoot } from '../ui/ui-root.tsx';
import type { VerbRunner } from '../verbs/run-verb.ts';
import { VerbsProvider } from '../verbs/verbs-context.tsx';
import { CommandBar } from './command-bar/command-bar.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { Dialogs } from './dialogs.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { EngineGate } from './frame/engine-gate.tsx';
import { Frame } from './frame/frame.tsx';
import { preloadParts } from './lazy-parts.ts';
import { Routes } from './routes.tsx';
import { useShortcuts } from './shortcuts.ts';
import { Toasts } from './toasts/toasts.tsx';

interface AppProps {
  readonly i18n: i18n;
  readonly stores: Stores;
  readonly verbs: VerbRunner;
}

/** The whole page: its words, its state and its verbs around the window. */
export function App({ i18n, stores, verbs }: AppProps) {
  const [words] = useState(() => createWords(i18n));
  return (
    <WordsProvider value={words}>
      <UiRoot>
        <ErrorBoundary>
          <StoresProvider value={stores}>
            <VerbsProvider value={verbs}>
              {/* wouter takes its way of reading addresses as a hook. */}
              {/* oxlint-disable-next-line react/hooks */}
              <Router hook={useHashLocation}>
                <AppWindow />
              </Router>
            </VerbsProvider>
          </StoresProvider>
        </ErrorBoundary>
      </UiRoot>
    </WordsProvider>
  );
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
