import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { useT } from '../../i18n/use-words.ts';
import { PagePanel } from '../../page/page-panel.tsx';
import { useTerminals } from '../../stores/stores-context.tsx';
import { allTerminals } from '../../stores/terminals-store.ts';
import { TerminalDesk } from '../../terminal/terminal-desk.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { places } from '../../verbs/places.ts';
import { openMachineShell } from '../../verbs/terminal-verbs.ts';
import { useVerb } from '../../verbs/use-verb.ts';

const noTargets: readonly never[] = [];

/** All open terminals, over all containers. */
export function TerminalsPage() {
  const t = useT();
  const [, navigate] = useLocation();
  const open = useTerminals(({ terminals }) => terminals);
  const gone = useTerminals((state) => state.gone);
  const isLoading = useTerminals((state) => state.isLoading);
  const machine = useVerb(openMachineShell, noTargets);
  const terminals = useMemo(() => [...gone, ...open], [gone, open]);
  return (
    <PagePanel
      title={t('terminals.title')}
      primary={
        <Button {...machine.button} title={t('terminals.all.machineHint')}>
          {machine.label}
        </Button>
      }
    >
      {terminals.length > 0 ? (
        <TerminalDesk deskId={allTerminals} terminals={terminals} namesContainers />
      ) : isLoading ? null : (
        <EmptyState
          title={t('terminals.all.emptyTitle')}
          actions={
            <Button variant="primary" onClick={() => navigate(places.containers)}>
              {t('terminals.all.showContainers')}
            </Button>
          }
        >
          {t('terminals.all.empty')}
        </EmptyState>
      )}
    </PagePanel>
  );
}
