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
  const [round, setRound] = useState(0);

  useEffect(() => {
    const abort = new AbortController();
    client.engine
      .connections(undefined, { signal: abort.signal })
      .then((connections) => {
        setFound(connections);
        setHasFailed(false);
      })
      .catch((error: unknown) => {
        if (!isAbort(error)) setHasFailed(true);
      })
      .finally(() => {
        if (!abort.signal.aborted) setIsLooking(false);
      });
    return () => abort.abort();
  }, [client, round]);

  const lookAgain = useCallback(() => {
    setIsLooking(true);
    setRound((before) => before + 1);
  }, []);
  return { found, isLooking, hasFailed, lookAgain };
}
