import { useCallback, useEffect, useRef, useState } from 'react';
import { type EngineProblem, isAbort, toEngineProblem } from '../../client/engine-problem.ts';

/** One page of names as a registry gives them. */
export interface NamesPage {
  readonly names: readonly string[];
  readonly next: string | null;
}

export interface Names {
  /** Null until the first page is there. */
  readonly names: readonly string[] | null;
  readonly hasMore: boolean;
  readonly isBusy: boolean;
  readonly problem: EngineProblem | null;
  /** Asks for the next page; after a failure, for the one that failed. */
  readonly more: () => void;
}

interface State {
  readonly names: readonly string[] | null;
  readonly next: string | null;
  readonly isBusy: boolean;
  readonly problem: EngineProblem | null;
}

const nothing: State = { names: null, next: '', isBusy: true, problem: null };

/** Reads a list of names page by page, the first at once. `ask` keeps its identity: for another list, draw another component. */
export function useNames(ask: (after: string, signal: AbortSignal) => Promise<NamesPage>): Names {
  const [state, setState] = useState<State>(nothing);
  const life = useRef<AbortController | null>(null);
  const read = useCallback(
    (after: string, before: readonly string[] | null) => {
      life.current?.abort();
      const attempt = new AbortController();
      life.current = attempt;
      const take = ({ names, next }: NamesPage) => {
        if (!attempt.signal.aborted) {
          setState({ names: [...(before ?? []), ...names], next, isBusy: false, problem: null });
        }
      };
      ask(after, attempt.signal).then(take, (error: unknown) => {
        if (attempt.signal.aborted || isAbort(error)) return;
        setState({ names: before, next: after, isBusy: false, problem: toEngineProblem(error) });
      });
    },
    [ask],
  );
  useEffect(() => {
    read('', null);
    return () => life.current?.abort();
  }, [read]);
  const { names, next, isBusy, problem } = state;
  const more = () => {
    setState({ ...state, isBusy: true, problem: null });
    read(next ?? '', names);
  };
  return { names, hasMore: next !== null && next !== '', isBusy, problem, more };
}
