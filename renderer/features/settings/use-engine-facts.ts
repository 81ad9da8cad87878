import { useMemo } from 'react';
import { useT } from '../../i18n/use-words.ts';
import { useEngine } from '../../stores/stores-context.tsx';
import type { KeyValue } from '../../ui/key-values.tsx';

/** What is known about the engine in use; empty while it does not answer and never did. */
export function useEngineFacts(): readonly KeyValue[] {
  const t = useT();
  const status = useEngine((engine) => engine.status);
  return useMemo(() => {
    if (status === null || status.info === null) return [];
    const { connection, info, notes } = status;
    const name = connection.kind === 'bundled' ? t('engine.bundled') : connection.name;
    const cores = t('engine.cores', { count: info.cpus });
    return [
      { label: t('settings.facts.name'), value: name },
      { label: t('settings.facts.version'), value: info.version },
      { label: t('settings.facts.api'), value: info.apiVersion },
      { label: t('settings.facts.system'), value: `${info.os}, ${info.architecture}` },
      {
        label: t('settings.facts.resources'),
        value: t('settings.facts.resourcesValue', { cores, memory: info.memoryBytes }),
      },
      { label: t('settings.facts.address'), value: connection.endpoint, mono: true },
      ...(notes.length > 0 ? [{ label: t('settings.facts.notes'), value: notes.join('\n') }] : []),
    ];
  }, [status, t]);
}
