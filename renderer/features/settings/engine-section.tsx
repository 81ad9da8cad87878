import { useT } from '../../i18n/use-words.ts';
import { useEngine } from '../../stores/stores-context.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { SwitchRow } from './switch-row.tsx';
import { useEngineFacts } from './use-engine-facts.ts';
import { useEngineSettings } from './use-engine-settings.ts';
import styles from './settings.module.css';

/** What becomes of the engine when Berth quits, and what engine it is. */
export function EngineSection() {
  const t = useT();
  const { settings, change } = useEngineSettings();
  const isBundled = useEngine(({ status }) => status === null || status.connection.kind === 'bundled');
  const facts = useEngineFacts();
  return (
    <>
      <h2 className={styles['subheading']}>{t('settings.engine')}</h2>
      <section className={styles['card']}>
        <SwitchRow
          title={t('settings.leaveRunning.title')}
          hint={isBundled ? t('settings.leaveRunning.hint') : t('settings.leaveRunning.notBundled')}
          checked={settings?.leaveRunning ?? null}
          onChange={(leaveRunning) => void change({ leaveRunning })}
        />
      </section>
      <h2 className={styles['subheading']}>{t('settings.facts.title')}</h2>
      <section className={styles['card']}>
        <div className={styles['facts']}>
          {facts.length > 0 ? <KeyValues items={facts} /> : <p>{t('settings.facts.unknown')}</p>}
        </div>
      </section>
    </>
  );
}
