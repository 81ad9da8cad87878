import { useEffect, useMemo, useRef, useState } from 'react';
import type { RunRequest } from '../../../engine/contract/containers.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { useRunContainer } from '../../page/run-container.ts';
import type { RunProblems } from './check-run-form.ts';
import { type FieldRefusal, toFieldRefusal, withRefusal } from './field-refusal.ts';
import type { RunForm } from './run-form.ts';

interface Submit {
  readonly submit: (request: RunRequest) => Promise<void>;
  readonly isBusy: boolean;
  readonly refusal: {
    /** What the engine said that belongs to no field. */
    readonly problem: EngineProblem | null;
    /** The problems of the form, with the one that the engine found as long as its field stays the same. */
    readonly merge: (form: RunForm, problems: RunProblems) => RunProblems;
  };
}

/** Runs the container; what the engine refuses comes back to the field that caused it. */
export function useSubmit(onDone: () => void): Submit {
  const runContainer = useRunContainer();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<EngineProblem | null>(null);
  const [refused, setRefused] = useState<readonly FieldRefusal[]>([]);
  const life = useRef<AbortController | null>(null);
  useEffect(() => () => life.current?.abort(), []);

  const submit = async (request: RunRequest) => {
    const attempt = new AbortController();
    life.current = attempt;
    setIsBusy(true);
    setProblem(null);
    const outcome = await runContainer(request, { isQuiet: true, signal: attempt.signal });
    life.current = null;
    if (attempt.signal.aborted) return;
    setIsBusy(false);
    if (outcome.kind === 'done') {
      onDone();
      return;
    }
    const [failed] = outcome.kind === 'failed' ? outcome.problems.values() : [];
    if (failed === undefined) return;
    const refusal = toFieldRefusal(failed, request);
    if (refusal === null) setProblem(failed);
    else setRefused((before) => [...before, refusal]);
  };
  const refusal = useMemo(
    () => ({ problem, merge: (form: RunForm, problems: RunProblems) => withRefusal(form, problems, refused) }),
    [problem, refused],
  );
  return { submit, isBusy, refusal };
}
