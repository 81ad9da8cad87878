import { useEffect, useState } from 'react';
import type { ServiceSettings } from '../../../engine/contract/settings.ts';
import { toEngineProblem } from '../../client/engine-problem.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { useStores } from '../../stores/stores-context.tsx';

/** The settings that the service keeps, null until they are known, and a way to change some of them. */
export function useEngineSettings() {
  const t = useT();
  const { connection, toasts } = useStores();
  const [settings, setSettings] = useState<ServiceSettings | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    connection.client.settings.read(undefined, { signal: abort.signal }).then(setSettings, () => {
      // Without an answer there are no controls; the banner says that the service is away.
    });
    return () => abort.abort();
  }, [connection]);
  const change = async (changed: Partial<ServiceSettings>) => {
    try {
      setSettings(await connection.client.settings.change(changed));
    } catch (error) {
      const problem = toEngineProblem(error);
      toasts.show({ tone: 'bad', title: t('settings.changeFailed'), text: problemWords(problem, t).why });
    }
  };
  return { settings, change };
}
