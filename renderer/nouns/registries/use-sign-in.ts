import { useEffect, useRef, useState } from 'react';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { signIn, type SignInTarget } from '../../verbs/registry-verbs.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';

/** Sends the form. `problem` is what the last attempt came back with, until `forget` is called or another one is made. */
export function useSignIn(onDone: () => void) {
  const { run } = useVerbs();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<EngineProblem | null>(null);
  const life = useRef<AbortController | null>(null);
  useEffect(() => () => life.current?.abort(), []);
  const submit = async (target: SignInTarget) => {
    const attempt = new AbortController();
    life.current = attempt;
    setIsBusy(true);
    setProblem(null);
    const outcome = await run(signIn, [target], { isQuiet: true, signal: attempt.signal });
    if (attempt.signal.aborted) return;
    setIsBusy(false);
    if (outcome.kind === 'done') onDone();
    else if (outcome.kind === 'failed') setProblem([...outcome.problems.values()][0] ?? null);
  };
  return { submit, isBusy, problem, forget: () => setProblem(null) };
}
