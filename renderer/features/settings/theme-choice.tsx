import { CircleCheck } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { useT } from '../../i18n/use-words.ts';
import { type Theme, themes } from '../../stores/preferences-store.ts';
import { usePreferences, useStores } from '../../stores/stores-context.tsx';
import { stepInList } from '../../ui/step-in-list.ts';
import styles from './settings.module.css';

/** The theme, as small pictures of the window. */
export function ThemeChoice() {
  const t = useT();
  const { preferences } = useStores();
  const chosen = usePreferences(({ theme }) => theme);
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = themes[stepInList(event.key, themes.indexOf(chosen), themes.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    preferences.change({ theme: next });
    group.current?.querySelector<HTMLElement>(`[data-theme-choice="${next}"]`)?.focus();
  };
  return (
    <div
      ref={group}
      className={styles['themes']}
      role="radiogroup"
      aria-label={t('settings.theme.label')}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {themes.map((theme) => (
        <button
          key={theme}
          type="button"
          role="radio"
          data-theme-choice={theme}
          className={styles['theme']}
          aria-checked={theme === chosen}
          tabIndex={theme === chosen ? 0 : -1}
          onClick={() => preferences.change({ theme })}
        >
          <ThemePicture theme={theme} />
          <span className={styles['themeLabel']}>
            {theme === chosen ? (
              <CircleCheck size={15} strokeWidth={1.75} aria-hidden="true" />
            ) : (
              <span className={styles['dot']} />
            )}
            {t(`settings.theme.${theme}`)}
          </span>
        </button>
      ))}
    </div>
  );
}

function ThemePicture({ theme }: { theme: Theme }) {
  const halves = theme === 'system' ? (['light', 'dark'] as const) : [theme];
  return (
    <span className={styles['picture']} aria-hidden="true">
      {halves.map((half) => (
        // Drawn in the colours of its own theme, whichever one is on.
        <span key={half} className={styles['pictureHalf']} data-theme={half}>
          <span className={styles['pictureMain']}>
            <i />
            <i />
            <i />
          </span>
        </span>
      ))}
    </span>
  );
}
