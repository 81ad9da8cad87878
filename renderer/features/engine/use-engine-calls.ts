import { useMemo } from 'react';
import type { Connection } from '../../../engine/contract/engine.ts';
import { toEngineProblem } from '../../client/engine-problem.ts';
import { problemDetails, problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { engineName } from './engine-words.ts';

export interface EngineCalls {
  readonly start: () => void;
  readonly stop: () => void;
  readonly restart: () => void;
  readonly use: (connection: Pick<Connection, 'id' | 'kind' | 'name'>) => void;
}

/** What can be done to the engine itself. There is no docker command for any of it: `docker` needs an engine to talk to. */
export function useEngineCalls(): EngineCalls {
  const t = useT();
  const { client, toasts } = useStores();
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
      start: () => void client.engine.start().catch(tell(t('engine.failures.start'))),
      stop: () => void client.engine.stop().catch(tell(t('engine.failures.stop'))),
      restart: () => void client.engine.restart().catch(tell(t('engine.failures.restart'))),
      use: (connection) =>
        void client.engine
          .use({ id: connection.id })
          .catch(tell(t('engine.failures.use', { name: engineName(connection, t) }))),
    };
  }, [client, toasts, t]);
}
