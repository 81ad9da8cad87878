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

interface FoundConnections {
  /** Null until the first answer. */
  readonly found: readonly FoundConnection[] | null;
  readonly isLooking: boolean;
  readonly hasFailed: boolean;
  readonly lookAgain: () => void;
}

/** The engines of this computer: asked when a screen that shows them appears, and when it is asked to. */
export function useConnections(): FoundConnections {
  const { client } = useStores();
  const [found, setFound] = useState<readonly FoundConnection[] | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const [isLooking, setIsLooking] = useState(true);

  const look = useCallback(
    async (signal?: AbortSignal) => {
      try {
        setFound(await client.engine.connections(undefined, signal ? { signal } : {}));
        setHasFailed(false);
      } catch (error) {
        if (!isAbort(error)) setHasFailed(true);
      }
      if (!signal?.aborted) setIsLooking(false);
    },
    [client],
  );

  useEffect(() => {
    const abort = new AbortController();
    void look(abort.signal);
    return () => abort.abort();
  }, [look]);

  const lookAgain = useCallback(() => {
    setIsLooking(true);
    void look();
  }, [look]);
  return { found, isLooking, hasFailed, lookAgain };
}
