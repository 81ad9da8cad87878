import type { LogState } from '../../../engine/contract/logs.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { allLevels, type Filter } from '../search/log-query.ts';
import styles from './level-toggles.module.css';

interface LevelTogglesProps {
  levels: LogState['levels'];
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

/** Toggles for the levels, each with its shape and its number of lines. */
export function LevelToggles({ levels, filter, onFilter }: LevelTogglesProps) {
  const t = useT();
  const format = useFormat();
  const { hiddenLevels } = filter;
  return (
    <div className={styles['levels']} role="group" aria-label={t('logs.levels.label')}>
      {allLevels.map((level) => {
        const isShown = !hiddenLevels.includes(level);
        const others = hiddenLevels.filter((hidden) => hidden !== level);
        return (
          <button
            key={level}
            type="button"
            className={styles['level']}
            aria-pressed={isShown}
            onClick={() => onFilter({ ...filter, hiddenLevels: isShown ? [...others, level] : others })}
          >
            <i className={styles['shape']} data-level={level} aria-hidden="true" />
            {t(`logs.levels.${level}`)}{' '}
            {levels[level] === 0 ? null : <span className={styles['count']}>{format.count(levels[level])}</span>}
          </button>
        );
      })}
    </div>
  );
}
