import { useMemo } from 'react';
import { useLocation } from 'wouter';
import type { Connection } from '../../../engine/contract/engines.ts';
import { toEngineProblem } from '../../client/engine-problem.ts';
import { engineBase } from '../../verbs/places.ts';
import { problemDetails, problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { engineName } from '../../objects/engine-name.ts';

export interface EngineCalls {
  readonly start: () => void;
  readonly stop: () => void;
  readonly restart: () => void;
  /** Shows another engine, on the screen that is shown now. */
  readonly use: (engine: Pick<Connection, 'id' | 'kind' | 'name'>) => void;
}

/** What can be done to the engine itself. There is no docker command for any of it: `docker` needs an engine to talk to. */
export function useEngineCalls(): EngineCalls {
  const t = useT();
  const { client, connection, toasts } = useStores();
  const [place, navigate] = useLocation();
  return useMemo(() => {
    const tell = (title: string) => (error: unknown) => {
      const problem = toEngineProblem(error);
      const details = problemDetails(problem, t);
      toasts.show({
        tone: 'bad',
        title,
        text: problemWords(problem, t).why,
        ...(details.length > 0 && { details: details.join('\n') }),
      });
    };
    return {
      start: () => void client.engines.start().catch(tell(t('engine.failures.start'))),
      stop: () => void client.engines.stop().catch(tell(t('engine.failures.stop'))),
      restart: () => void client.engines.restart().catch(tell(t('engine.failures.restart'))),
      use: (engine) => {
        navigate(`~${engineBase(engine.id)}${sectionOf(place)}`);
        // The next page begins with it, too.
        connection.client.engines
          .putFirst({ id: engine.id })
          .catch(tell(t('engine.failures.use', { name: engineName(engine, t) })));
      },
    };
  }, [client, connection, toasts, t, place, navigate]);
}

/** The screen of an address without the object that it shows: another engine has other objects. */
function sectionOf(place: string): string {
  return place.split('/').slice(0, 2).join('/');
}
