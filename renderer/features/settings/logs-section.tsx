import { useT } from '../../i18n/use-words.ts';
import { MegabytesRow } from './megabytes-row.tsx';
import { SwitchRow } from './switch-row.tsx';
import { useEngineSettings } from './use-engine-settings.ts';
import styles from './settings.module.css';

/** What becomes of the logs of removed containers, and how much room logs may take. */
export function LogsSection() {
  const t = useT();
  const { settings, change } = useEngineSettings();
  return (
    <>
      <h2 className={styles['subheading']}>{t('settings.logs.title')}</h2>
      <p className={styles['note']}>{t('settings.logs.inPlace')}</p>
      <section className={styles['card']}>
        <SwitchRow
          title={t('settings.logs.keepsRemoved')}
          hint={
            settings?.logsInMemory === true ? t('settings.logs.keepsNothingNew') : t('settings.logs.keepsRemovedHint')
          }
          checked={settings?.keepsRemovedLogs ?? null}
          onChange={(keepsRemovedLogs) => void change({ keepsRemovedLogs })}
        />
        <MegabytesRow
          title={t('settings.logs.kept')}
          hint={t('settings.logs.keptHint')}
          megabytes={settings?.keptLogsMegabytes ?? null}
          onChange={(keptLogsMegabytes) => void change({ keptLogsMegabytes })}
        />
      </section>
      <section className={styles['card']}>
        <MegabytesRow
          title={t('settings.logs.captured')}
          hint={t('settings.logs.capturedHint')}
          megabytes={settings?.capturedLogMegabytes ?? null}
          onChange={(capturedLogMegabytes) => void change({ capturedLogMegabytes })}
        />
        <MegabytesRow
          title={t('settings.logs.capturedAll')}
          hint={t('settings.logs.capturedAllHint')}
          megabytes={settings?.capturedLogsMegabytes ?? null}
          onChange={(capturedLogsMegabytes) => void change({ capturedLogsMegabytes })}
        />
        <SwitchRow
          title={t('settings.logs.inMemory')}
          hint={t('settings.logs.inMemoryHint')}
          checked={settings?.logsInMemory ?? null}
          onChange={(logsInMemory) => void change({ logsInMemory })}
        />
      </section>
    </>
  );
}
