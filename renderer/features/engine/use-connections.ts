import { useCallback, useEffect, useState } from 'react';
import type { Connection } from '../../../engine/contract/engine.ts';
import { isAbort } from '../../client/engine-problem.ts';
import { useStores } from '../../stores/stores-context.tsx';

/** An engine of this computer, and whether it answers. */
export type FoundConnection = Connection & {
  readonly answers: boolean;
  readonly version: string;
  readonly detail: string;
};

interface Looked {
  /** Null until the first answer. */
  readonly found: readonly FoundConnection[] | null;
  readonly isLooking: boolean;
  readonly hasFailed: boolean;
}

interface FoundConnections extends Looked {
  readonly lookAgain: () => void;
}

/** The engines of this computer: asked when a screen that shows them appears, and when it is asked to. */
export function useConnections(): FoundConnections {
  const { client } = useStores();
  const [state, setState] = useState<Looked>({ found: null, isLooking: true, hasFailed: false });

  const look = useCallback(
    (signal?: AbortSignal) => {
      client.engine.connections(undefined, signal ? { signal } : {}).then(
        (found) => setState({ found, isLooking: false, hasFailed: false }),
        (error: unknown) => {
          if (!isAbort(error)) setState(({ found }) => ({ found, isLooking: false, hasFailed: true }));
        },
      );
    },
    [client],
  );

  useEffect(() => {
    const abort = new AbortController();
    look(abort.signal);
    return () => abort.abort();
  }, [look]);

  const lookAgain = useCallback(() => {
    setState((before) => ({ ...before, isLooking: true }));
    look();
  }, [look]);
  return { ...state, lookAgain };
}
