import { Funnel } from 'lucide-react';
import { memo, useState } from 'react';
import type { LogSource } from '../../../engine/contract/logs.ts';
import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { countConditions, type Filter, noFilter } from '../search/log-query.ts';
import { fromFieldTime, toFieldTime } from '../rows/log-time.ts';
import styles from './filter-menu.module.css';

interface FilterMenuProps {
  filter: Filter;
  onFilter: (filter: Filter) => void;
  sources: readonly LogSource[];
  hasSearch: boolean;
}

/** The menu with all conditions of the filter except the levels. */
export const FilterMenu = memo(function FilterMenu({ filter, onFilter, sources, hasSearch }: FilterMenuProps) {
  const t = useT();
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  // A `datetime-local` field cannot be cleared from outside: it is created again.
  const [cleared, setCleared] = useState(0);
  const count = countConditions(filter);
  return (
    <>
      <IconButton
        ref={setButton}
        icon={Funnel}
        size="sm"
        label={count === 0 ? t('logs.filter.label') : t('logs.filter.active', { count })}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        pressed={count > 0}
        onClick={() => setIsOpen(!isOpen)}
      />
      <Popover
        anchor={button}
        open={isOpen}
        onOpenChange={setIsOpen}
        label={t('logs.filter.title')}
        width={340}
        align="end"
      >
        <div className={styles['menu']}>
          <Checkbox
            checked={filter.onlyMatching}
            label={t('logs.filter.onlyMatching')}
            disabled={!hasSearch && !filter.onlyMatching}
            onChange={(onlyMatching) => onFilter({ ...filter, onlyMatching })}
          />
          <Checkbox
            checked={filter.showsNone}
            label={t('logs.filter.noLevel')}
            onChange={(showsNone) => onFilter({ ...filter, showsNone })}
          />
          <div className={styles['line']}>
            <span className={styles['name']} aria-hidden="true">
              {t('logs.filter.stream')}
            </span>
            <Segmented
              label={t('logs.filter.stream')}
              value={filter.stream ?? 'both'}
              options={[
                { value: 'both', label: t('logs.filter.bothStreams') },
                { value: 'stdout', label: t('logs.filter.stdout') },
                { value: 'stderr', label: t('logs.filter.stderr') },
              ]}
              onChange={(stream) => onFilter({ ...filter, stream: stream === 'both' ? null : stream })}
            />
          </div>
          <div key={cleared} className={styles['times']}>
            <TimeField
              label={t('logs.filter.from')}
              value={filter.fromMs}
              onChange={(fromMs) => onFilter({ ...filter, fromMs })}
            />
            <TimeField
              label={t('logs.filter.to')}
              value={filter.toMs}
              onChange={(toMs) => onFilter({ ...filter, toMs })}
            />
          </div>
          {sources.length > 1 ? <Sources filter={filter} onFilter={onFilter} sources={sources} /> : null}
          <div className={styles['foot']}>
            <Button
              size="sm"
              onClick={() => {
                onFilter(noFilter);
                setCleared(cleared + 1);
              }}
            >
              {t('logs.filter.clear')}
            </Button>
          </div>
        </div>
      </Popover>
    </>
  );
});

interface TimeFieldProps {
  label: string;
  value: number | null;
  onChange: (atMs: number | null) => void;
}

function TimeField({ label, value, onChange }: TimeFieldProps) {
  return (
    <TextField
      label={label}
      type="datetime-local"
      step={1}
      defaultValue={value === null ? '' : toFieldTime(value)}
      onChange={(event) => onChange(fromFieldTime(event.currentTarget.value))}
    />
  );
}

function Sources({ filter, onFilter, sources }: Omit<FilterMenuProps, 'hasSearch'>) {
  const t = useT();
  return (
    <fieldset className={styles['sources']}>
      <legend className={styles['name']}>{t('logs.filter.sources')}</legend>
      {sources.map(({ container, name }) => {
        const others = filter.hiddenSources.filter((hidden) => hidden !== container);
        return (
          <Checkbox
            key={container}
            checked={!filter.hiddenSources.includes(container)}
            label={name}
            onChange={(isShown) => onFilter({ ...filter, hiddenSources: isShown ? others : [...others, container] })}
          />
        );
      })}
    </fieldset>
  );
}
