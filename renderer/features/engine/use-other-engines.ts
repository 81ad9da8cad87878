import { useCallback, useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { EngineRow } from '../../../engine/contract/engines.ts';
import { isAbort } from '../../client/engine-problem.ts';
import { useEngines, useStores } from '../../stores/stores-context.tsx';

interface OtherEngines {
  /** All engines but the one that is shown. */
  readonly others: readonly EngineRow[];
  readonly isLooking: boolean;
  readonly hasFailed: boolean;
  readonly lookAgain: () => void;
}

/** The other engines of this computer. Looks for them when a screen that lists them appears, and when asked to. */
export function useOtherEngines(): OtherEngines {
  const { connection, engineId } = useStores();
  const others = useEngines(useShallow(({ rows }) => [...rows.values()].filter(({ id }) => id !== engineId)));
  const [search, setSearch] = useState({ isLooking: true, hasFailed: false });

  const look = useCallback(
    (signal?: AbortSignal) => {
      connection.client.engines.find(undefined, signal ? { signal } : {}).then(
        () => setSearch({ isLooking: false, hasFailed: false }),
        (error: unknown) => {
          if (!isAbort(error)) setSearch({ isLooking: false, hasFailed: true });
        },
      );
    },
    [connection],
  );

  useEffect(() => {
    const abort = new AbortController();
    look(abort.signal);
    return () => abort.abort();
  }, [look]);

  const lookAgain = useCallback(() => {
    setSearch((before) => ({ ...before, isLooking: true }));
    look();
  }, [look]);
  return { others, ...search, lookAgain };
}

/** Whether an engine answered when it was last asked. */
export function isAnswering({ status, found }: EngineRow): boolean {
  return status === null ? found?.answers === true : status.state === 'running';
}

/** The version of an engine that answers or has answered; empty while it is not known. */
export function versionOf({ status, found }: EngineRow): string {
  return status?.info?.version ?? found?.version ?? '';
}
