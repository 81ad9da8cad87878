import { useEffect, useRef, useState } from 'react';
import type { JobOf } from '../../../engine/contract/jobs.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { useStores, useJobs } from '../../stores/stores-context.tsx';
import { pullImage } from '../../verbs/transfer-verbs.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';

interface PullFirst {
  /** True when the image is here and the form is still open. */
  readonly pull: (reference: string) => Promise<boolean>;
  readonly isPulling: boolean;
  /** The one that this form began, as long as the form is open. */
  readonly transfer: JobOf<'pull'> | null;
  /** Why it could not even begin. */
  readonly problem: EngineProblem | null;
}

/** Pulls the image that a container is to be run from. Who closes the form keeps the pull, and runs nothing. */
export function usePullFirst(): PullFirst {
  const { run } = useVerbs();
  const { engineId } = useStores();
  const [isPulling, setIsPulling] = useState(false);
  const [reference, setReference] = useState<string | null>(null);
  const [problem, setProblem] = useState<EngineProblem | null>(null);
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  const transfer = useJobs(({ rows }) => {
    if (reference === null) return null;
    let newest: JobOf<'pull'> | null = null;
    for (const row of rows.values()) {
      if (row.engine !== engineId || row.kind !== 'pull' || row.name !== reference) continue;
      if (newest === null || row.startedAtMs > newest.startedAtMs) newest = row;
    }
    return newest;
  });
  const pull = async (image: string) => {
    setIsPulling(true);
    setProblem(null);
    let hasBegun = false;
    const onBegun = () => {
      hasBegun = true;
      setReference(image);
    };
    const target = { id: `pull ${image}`, reference: image, platform: '', onBegun };
    const outcome = await run(pullImage, [target], { isQuiet: true });
    if (!isOpen.current) return false;
    setIsPulling(false);
    if (outcome.kind === 'failed' && !hasBegun) setProblem([...outcome.problems.values()][0] ?? null);
    if (outcome.kind === 'done') setReference(null);
    return outcome.kind === 'done';
  };
  return { pull, isPulling, transfer, problem };
}
