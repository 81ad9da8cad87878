import { PanelLeft } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { DockerCommand } from '../../../engine/commands/command.ts';
import { projectLogsCommand } from '../../../engine/commands/compose.ts';
import { logsCommand } from '../../../engine/commands/containers.ts';
import type { Container } from '../../../engine/contract/containers.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { LogView } from '../../logs/view/log-view.tsx';
import { PagePanel } from '../../page/page-panel.tsx';
import { StaleLine } from '../../page/stale-line.tsx';
import { useReadingCommand } from '../../page/use-reading-command.ts';
import { useFreshness, useRows } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import { mostLogsTogether } from '../../verbs/container-verbs.ts';
import { type LogsChoice, logsPlace, parseLogsChoice, places } from '../../verbs/places.ts';
import { chosenContainers, shortNames } from './choice.ts';
import { Chooser } from './chooser.tsx';
import styles from './logs-page.module.css';

/** Where there is room for the list of containers beside the lines (design language §7). */
const wide = '(min-width: 1040px)';

/** The logs of any containers in one view. What is chosen stands in the address. */
export function LogsPage({ choice: text }: { choice: string }) {
  const t = useT();
  const [, navigate] = useLocation();
  const choice = useMemo(() => parseLogsChoice(text), [text]);
  const rows = useRows('containers', (state) => state.rows);
  const asOfMs = useRows('containers', (state) => state.asOfMs);
  const freshness = useFreshness('containers');
  const chosen = useMemo(() => chosenContainers(rows, choice), [rows, choice]);
  const isWide = useMediaQuery(wide);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const isListShown = wanted ?? (isWide || chosen.length === 0);
  const onChoose = (next: LogsChoice) => navigate(logsPlace(next), { replace: true });
  return (
    <PagePanel
      title={t('logs.page.title')}
      primary={
        rows.size === 0 ? undefined : (
          <IconButton
            icon={PanelLeft}
            label={t(isListShown ? 'logs.page.hide' : 'logs.page.show')}
            pressed={isListShown}
            onClick={() => setWanted(!isListShown)}
          />
        )
      }
    >
      <StaleLine list="containers" asOfMs={asOfMs} />
      {rows.size === 0 ? (
        freshness === 'loading' ? null : (
          <EmptyState
            title={t('logs.page.noContainersTitle')}
            actions={<Button onClick={() => navigate(places.containers)}>{t('logs.page.showContainers')}</Button>}
          >
            {t('logs.page.noContainers')}
          </EmptyState>
        )
      ) : (
        <div className={styles['split']}>
          {isListShown ? <Chooser choice={choice} chosen={chosen} onChoose={onChoose} /> : null}
          <Together chosen={chosen} choice={choice} />
        </div>
      )}
    </PagePanel>
  );
}

function Together({ chosen, choice }: { chosen: readonly Container[]; choice: LogsChoice }) {
  const t = useT();
  const format = useFormat();
  // The same containers in the same order are the same log, however often the engine tells of them.
  const key = chosen.map(({ id }) => id).join(' ');
  const ids = useMemo(() => key.split(' ').slice(0, mostLogsTogether), [key]);
  const shownNames = useMemo(() => shortNames(chosen), [chosen]);
  const [first] = chosen;
  if (first === undefined) {
    return <EmptyState title={t('logs.page.emptyTitle')}>{t('logs.page.empty')}</EmptyState>;
  }
  return (
    <div className={styles['logs']}>
      {chosen.length > mostLogsTogether ? (
        <p className={styles['note']}>{t('logs.page.tooMany', { n: format.count(mostLogsTogether) })}</p>
      ) : null}
      <CommandOf choice={choice} first={first.name} />
      <LogView
        key={key}
        ids={ids}
        shownNames={shownNames}
        name={chosen.length === 1 ? t('logs.name', { name: first.name }) : t('logs.nameOfMany', { count: ids.length })}
      />
    </div>
  );
}

/** The line of one project or one container; for any other set there is none, and the first container's stands for it. */
function CommandOf({ choice, first }: { choice: LogsChoice; first: string }) {
  const { projects, names } = choice;
  const project = projects.length === 1 && names.length === 0 ? (projects[0] ?? null) : null;
  const command: DockerCommand = useMemo(
    () => (project === null ? logsCommand(first) : projectLogsCommand(project)),
    [project, first],
  );
  useReadingCommand(command);
  return null;
}
