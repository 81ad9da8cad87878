import { useT } from '../i18n/use-words.ts';
import { engineName } from '../objects/engine-name.ts';
import { useEngines } from '../stores/stores-context.tsx';
import { useShownEngineId } from './verbs-context.tsx';

/** The name of an engine that is not the shown one, for what several engines have in one list; empty for the shown one. */
export function useOtherEngineName(engineId: string): string {
  const t = useT();
  const shownId = useShownEngineId();
  const engine = useEngines(({ rows }) => rows.get(engineId));
  if (engineId === shownId) return '';
  return engine === undefined ? engineId : engineName(engine, t);
}
