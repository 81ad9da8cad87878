import { useT } from '../../i18n/use-words.ts';
import { PagePanel } from '../../page/page-panel.tsx';
import { EngineSection } from './engine-section.tsx';
import { LogsSection } from './logs-section.tsx';
import { TerminalPreferencesSection } from './terminal-preferences-section.tsx';
import { TerminalSection } from './terminal-section.tsx';
import { ThemeChoice } from './theme-choice.tsx';
import styles from './settings.module.css';

/** The Settings page. */
export function SettingsPage() {
  const t = useT();
  return (
    <PagePanel title={t('settings.title')}>
      <div className={styles['scroller']}>
        <div className={styles['inner']}>
          <h2 className={styles['heading']}>{t('settings.appearance')}</h2>
          <p className={styles['description']}>{t('settings.applies')}</p>
          <ThemeChoice />
          <TerminalPreferencesSection />
          <LogsSection />
          <EngineSection />
          <TerminalSection />
        </div>
      </div>
    </PagePanel>
  );
}
