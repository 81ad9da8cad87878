import { useCallback, useEffect, useState } from 'react';
import type { EngineClient } from '../../client/engine-client.ts';
import { isAbort } from '../../client/engine-problem.ts';
import { useT } from '../../i18n/use-words.ts';
import { useRows, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Details } from '../../ui/details.tsx';
import styles from './config-callout.module.css';

type Config = Awaited<ReturnType<EngineClient['registries']['config']>>;

/** Says that Docker's config file is broken, and that nobody but its owner mends it. */
export function ConfigCallout() {
  const t = useT();
  const { client } = useStores();
  const [config, setConfig] = useState<Config | null>(null);
  // A broken file makes the list stale: that is when, and a mended one when, it is worth asking.
  const freshness = useRows('registries', (state) => state.freshness);
  const ask = useCallback(
    (signal?: AbortSignal) => {
      client.registries.config(undefined, signal && { signal }).then(setConfig, (error: unknown) => {
        // Without an answer nothing is known about the file; the banner tells that the service is away.
        if (!isAbort(error)) setConfig(null);
      });
    },
    [client],
  );
  useEffect(() => {
    if (freshness === 'loading') return undefined;
    const abort = new AbortController();
    ask(abort.signal);
    return () => abort.abort();
  }, [ask, freshness]);
  if (config === null || config.problem === null) return null;
  const { path, problem } = config;
  return (
    <div className={styles['place']} role="alert">
      <Callout
        tone="bad"
        title={t('registries.config.title')}
        actions={
          <Button size="sm" onClick={() => ask()}>
            {t('registries.config.again')}
          </Button>
        }
      >
        <p>{t('registries.config.text', { path })}</p>
        {problem.detail === '' ? null : <Details summary={t('app.broken.details')}>{problem.detail}</Details>}
      </Callout>
    </div>
  );
}
