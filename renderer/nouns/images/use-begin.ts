import { useEffect, useRef, useState } from 'react';
import type { EngineProblem } from '../../client/engine-problem.ts';
import type { Verb } from '../../verbs/verb.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';

interface Begin {
  /** Begins it. The form closes when the engine has taken it on; what the engine refuses at once comes back to the form. */
  readonly begin: <T extends { readonly onBegun?: (() => void) | undefined }>(
    verb: Verb<T, string>,
    target: T,
  ) => Promise<void>;
  readonly isBusy: boolean;
  readonly problem: EngineProblem | null;
  readonly setProblem: (problem: EngineProblem | null) => void;
}

/** Begins a transfer from a form. How it ends is told by the page, whatever it shows then. */
export function useBegin(onClose: () => void): Begin {
  const { run } = useVerbs();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<EngineProblem | null>(null);
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  const begin: Begin['begin'] = async (verb, target) => {
    setIsBusy(true);
    setProblem(null);
    let hasBegun = false;
    const onBegun = () => {
      hasBegun = true;
      if (isOpen.current) onClose();
    };
    const outcome = await run(verb, [{ ...target, onBegun }], { isQuiet: true });
    if (hasBegun || !isOpen.current) return;
    setIsBusy(false);
    if (outcome.kind === 'failed') setProblem([...outcome.problems.values()][0] ?? null);
  };
  return { begin, isBusy, problem, setProblem };
}
