import { ListFilter } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Container } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { nameInGroup } from '../../objects/container-name.ts';
import { useShownStatus } from '../../page/status-words.ts';
import { useRows } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { LogsChoice } from '../../verbs/places.ts';
import { type ChoiceGroup, groupContainers, toggleContainer, toggleGroup } from './choice.ts';
import styles from './chooser.module.css';

interface ChooserProps {
  choice: LogsChoice;
  chosen: readonly Container[];
  onChoose: (choice: LogsChoice) => void;
}

/** The containers with a box each, and one for each compose project. */
export function Chooser({ choice, chosen, onChoose }: ChooserProps) {
  const t = useT();
  const rows = useRows('containers', (state) => state.rows);
  const [filter, setFilter] = useState('');
  const groups = useMemo(() => groupContainers(rows, filter), [rows, filter]);
  const ids = useMemo(() => new Set(chosen.map(({ id }) => id)), [chosen]);
  return (
    <section className={styles['chooser']} aria-label={t('logs.page.choose')}>
      <div className={styles['head']}>
        <TextField
          label={t('logs.page.filter')}
          hideLabel
          icon={ListFilter}
          placeholder={t('logs.page.filter')}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <div className={styles['count']}>
          <span role="status">{t('logs.page.chosen', { count: chosen.length })}</span>
          {chosen.length === 0 ? null : (
            <Button variant="link" size="sm" onClick={() => onChoose({ projects: [], names: [] })}>
              {t('logs.page.clear')}
            </Button>
          )}
        </div>
      </div>
      <div className={styles['list']}>
        {groups.length === 0 ? <p className={styles['none']}>{t('logs.page.none')}</p> : null}
        {groups.map((group) => (
          <Group key={group.project ?? ' none'} group={group} ids={ids} choice={choice} onChoose={onChoose} />
        ))}
      </div>
    </section>
  );
}

interface GroupProps {
  group: ChoiceGroup;
  ids: ReadonlySet<string>;
  choice: LogsChoice;
  onChoose: (choice: LogsChoice) => void;
}

function Group({ group, ids, choice, onChoose }: GroupProps) {
  const t = useT();
  const { project, containers } = group;
  const count = containers.filter(({ id }) => ids.has(id)).length;
  const name = project ?? t('logs.page.noProject');
  return (
    <fieldset className={styles['group']}>
      <legend className={styles['project']}>
        <Checkbox
          checked={count === containers.length ? true : count > 0 ? 'mixed' : false}
          label={name}
          onChange={(isChosen) => onChoose(toggleGroup(choice, group, isChosen))}
        />
      </legend>
      {containers.map((container) => (
        <ContainerChoice
          key={container.id}
          container={container}
          isChosen={ids.has(container.id)}
          onToggle={() => onChoose(toggleContainer(choice, group, container))}
        />
      ))}
    </fieldset>
  );
}

interface ContainerChoiceProps {
  container: Container;
  isChosen: boolean;
  onToggle: () => void;
}

function ContainerChoice({ container, isChosen, onToggle }: ContainerChoiceProps) {
  const { glyph, word } = useShownStatus(container);
  return (
    <div className={styles['container']} title={container.name}>
      <Checkbox checked={isChosen} label={nameInGroup(container)} onChange={onToggle} />
      <StatusGlyph status={glyph} size={12} label={word} />
    </div>
  );
}
