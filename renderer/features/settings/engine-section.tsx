import { useEffect, useId, useState } from 'react';
import type { EngineSettings } from '../../../engine/contract/engine.ts';
import { toEngineProblem } from '../../client/engine-problem.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { useEngine, useStores } from '../../stores/stores-context.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Switch } from '../../ui/switch.tsx';
import { SettingRow } from './setting-row.tsx';
import { useEngineFacts } from './use-engine-facts.ts';
import styles from './settings.module.css';

/** What becomes of the engine when Berth quits, and what engine it is. */
export function EngineSection() {
  const t = useT();
  const hintId = useId();
  const { settings, change } = useEngineSettings();
  const isBundled = useEngine(({ status }) => status === null || status.connection.kind === 'bundled');
  const facts = useEngineFacts();
  return (
    <>
      <h2 className={styles['subheading']}>{t('settings.engine')}</h2>
      <section className={styles['card']}>
        <SettingRow
          title={t('settings.leaveRunning.title')}
          hint={isBundled ? t('settings.leaveRunning.hint') : t('settings.leaveRunning.notBundled')}
          hintId={hintId}
        >
          {settings && (
            <Switch
              label={t('settings.leaveRunning.title')}
              describedBy={hintId}
              checked={settings.leaveRunning}
              onChange={(leaveRunning) => void change({ leaveRunning })}
            />
          )}
        </SettingRow>
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

function useEngineSettings() {
  const t = useT();
  const { client, toasts } = useStores();
  const [settings, setSettings] = useState<EngineSettings | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    client.engine.settings(undefined, { signal: abort.signal }).then(setSettings, () => {
      // Without an answer there is no switch; the banner says that the service is away.
    });
    return () => abort.abort();
  }, [client]);
  const change = async (changed: Partial<EngineSettings>) => {
    try {
      setSettings(await client.engine.changeSettings(changed));
    } catch (error) {
      const problem = toEngineProblem(error);
      toasts.show({ tone: 'bad', title: t('settings.leaveRunning.failed'), text: problemWords(problem, t).why });
    }
  };
  return { settings, change };
}
