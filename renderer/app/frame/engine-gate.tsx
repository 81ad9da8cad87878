import { lazy, Suspense, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { needsEngineScreen } from '../../features/engine/needs-engine-screen.ts';
import { useT } from '../../i18n/use-words.ts';
import { loadPart } from '../../ui/load-part.ts';
import { nouns } from '../../nouns/nouns.ts';
import { PagePanel } from '../../page/page-panel.tsx';
import { useEngine } from '../../stores/stores-context.tsx';
import { places } from '../../verbs/places.ts';

// Most starts find an engine that answers, and never show it.
const EngineScreen = lazy(() =>
  loadPart(() => import('../../features/engine/engine-screen.tsx')).then((module) => ({
    default: module.EngineScreen,
  })),
);

/** The screen, or the engine's own screen in its panel while there is no engine to fill it. Settings need no engine. */
export function EngineGate({ children }: { children: ReactNode }) {
  const t = useT();
  const [location] = useLocation();
  const status = useEngine((engine) => engine.status);
  if (status === null || location === places.settings || !needsEngineScreen(status)) return children;
  const noun = nouns.find(({ place }) => location === place || location.startsWith(`${place}/`)) ?? nouns[0];
  return (
    <PagePanel title={t(noun.title)}>
      <Suspense fallback={null}>
        <EngineScreen status={status} />
      </Suspense>
    </PagePanel>
  );
}
