import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { logsCommand } from '../../../engine/commands/containers.ts';
import type { Container } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { LogView } from '../../logs/view/log-view.tsx';
import { nameInGroup } from '../../objects/container-name.ts';
import { containerOf } from '../../objects/container-of.ts';
import { type Crumb, PagePanel } from '../../page/page-panel.tsx';
import { StaleLine } from '../../page/stale-line.tsx';
import { useReadingCommand } from '../../page/use-reading-command.ts';
import { useFreshness, useRows, useTerminals } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { type ContainerTab, containerPlace, places } from '../../verbs/places.ts';
import { ContainerHeader } from './container-header.tsx';
import { TerminalTab } from './terminal-tab.tsx';
import { InspectView } from './inspect-view.tsx';
import styles from './container-page.module.css';

export interface ContainerPageProps {
  id: string;
  tab: ContainerTab;
}

/** One container: its log, and the engine's record of it. */
export function ContainerPage({ id, tab }: ContainerPageProps) {
  const t = useT();
  const [, navigate] = useLocation();
  const container = useRows('containers', ({ rows }) => rows.get(id));
  const asOfMs = useRows('containers', (state) => state.asOfMs);
  const freshness = useFreshness('containers');
  const openCount = useTerminals(
    ({ terminals }) => terminals.filter(({ target, ending }) => containerOf(target) === id && ending === null).length,
  );
  const crumbs: Crumb[] = [{ label: t('containers.title'), place: places.containers }];
  if (container === undefined) {
    return (
      <PagePanel title={id.slice(0, 12)} crumbs={crumbs}>
        {freshness === 'loading' ? null : (
          <EmptyState
            title={t('container.missing.title')}
            actions={<Button onClick={() => navigate(places.containers)}>{t('container.missing.back')}</Button>}
          >
            {t('container.missing.text')}
          </EmptyState>
        )}
      </PagePanel>
    );
  }
  const tabs = [
    { id: 'logs', label: t('container.tabs.logs') },
    { id: 'terminal', label: t('container.tabs.terminal'), count: openCount === 0 ? undefined : openCount },
    { id: 'inspect', label: t('container.tabs.inspect') },
  ] as const;
  return (
    <PagePanel title={nameInGroup(container)} crumbs={crumbs} project={container.project}>
      <StaleLine list="containers" asOfMs={asOfMs} />
      <ContainerHeader container={container} takesLetters={tab !== 'terminal'} />
      <div className={styles['views']}>
        <Tabs<ContainerTab>
          label={t('container.views')}
          tabs={tabs}
          value={tab}
          onChange={(next) => navigate(containerPlace(id, next), { replace: true })}
        >
          {tab === 'logs' ? (
            <LogsTab container={container} />
          ) : tab === 'terminal' ? (
            <TerminalTab key={container.id} container={container} />
          ) : (
            <InspectView container={container} />
          )}
        </Tabs>
      </div>
    </PagePanel>
  );
}

function LogsTab({ container }: { container: Container }) {
  const { id, name } = container;
  const t = useT();
  const ids = useMemo(() => [id], [id]);
  const command = useMemo(() => logsCommand(name), [name]);
  useReadingCommand(command);
  return <LogView ids={ids} name={t('logs.name', { name })} />;
}
