import type { ReactNode } from 'react';
import { useEngine, usePreferences } from '../../stores/stores-context.tsx';
import { useT } from '../../i18n/use-words.ts';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import { Sidebar } from './sidebar.tsx';
import styles from './frame.module.css';

/** Below this there is no room for words beside the list. */
const railQuery = '(width < 1040px)';

interface FrameProps {
  /** A line over everything, for what concerns the whole page; null for none. */
  banner?: ReactNode | undefined;
  commandBar: ReactNode;
  /** The screen: one or more panels. */
  children: ReactNode;
}

/** The window: the app around, the person's things in panels. */
export function Frame({ banner, commandBar, children }: FrameProps) {
  const t = useT();
  const isNarrow = useMediaQuery(railQuery);
  const isCollapsed = usePreferences(({ isSidebarCollapsed }) => isSidebarCollapsed);
  const isAway = useEngine(({ status }) => status !== null && status.state !== 'running');
  const isRail = isNarrow || isCollapsed;
  return (
    <div className={styles['window']}>
      <button type="button" className={styles['skip']} onClick={focusMain}>
        {t('frame.skip')}
      </button>
      {banner}
      <div className={styles['frame']} data-rail={isRail || undefined}>
        <Sidebar isRail={isRail} canWiden={!isNarrow} isEngineAway={isAway} />
        <div className={styles['stage']}>{children}</div>
        <div className={styles['commandBar']}>{commandBar}</div>
      </div>
    </div>
  );
}

function focusMain(): void {
  const main = document.querySelector<HTMLElement>('main');
  const target = main?.querySelector<HTMLElement>('[role="row"][tabindex="0"]') ?? main;
  if (!target) return;
  if (target === main) main.tabIndex = -1;
  target.focus();
}
