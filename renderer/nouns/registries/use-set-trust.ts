import { useState } from 'react';
import { type EngineProblem, toEngineProblem } from '../../client/engine-problem.ts';
import type { EngineClient } from '../../client/engine-client.ts';
import { useEngine, useStores } from '../../stores/stores-context.tsx';

type Trust = Omit<Parameters<EngineClient['registries']['setTrust']>[0], 'address'>;

/** Changes how the engine reaches a registry. `set` answers whether it is so now. */
export function useSetTrust(address: string) {
  const { client } = useStores();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<EngineProblem | null>(null);
  const set = async (trust: Trust): Promise<boolean> => {
    setIsBusy(true);
    setProblem(null);
    try {
      await client.registries.setTrust({ address, ...trust });
      return true;
    } catch (error) {
      setProblem(toEngineProblem(error));
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  return { set, isBusy, problem };
}

/** Whether the engine in use runs on this computer, so that `localhost` means the same to it and to the person. */
export function useIsEngineHere(): boolean {
  return useEngine(({ status }) => status?.connection.endpoint.startsWith('unix:') ?? false);
}

/** Whether the engine in use is Berth's own, which Berth may set. */
export function useIsBundled(): boolean {
  return useEngine(({ status }) => status?.connection.kind === 'bundled');
}
