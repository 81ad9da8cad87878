import { useEffect, useEffectEvent, useState } from 'react';
import { type EngineProblem, toEngineProblem } from '../../client/engine-problem.ts';

export type Reading<T> =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'failed'; readonly problem: EngineProblem; readonly again: () => void };

/** Asks the engine for something that only this view shows; again when `key` is another one. */
export function useReading<T>(key: string, call: (signal: AbortSignal) => Promise<T>): Reading<T> {
  const [reading, setReading] = useState<Reading<T>>({ kind: 'reading' });
  const [attempt, setAttempt] = useState(0);
  const ask = useEffectEvent(call);
  useEffect(() => {
    const life = new AbortController();
    ask(life.signal).then(
      (value) => {
        if (!life.signal.aborted) setReading({ kind: 'read', value });
        return undefined;
      },
      (error: unknown) => {
        if (life.signal.aborted) return;
        setReading({
          kind: 'failed',
          problem: toEngineProblem(error),
          again: () => {
            setReading({ kind: 'reading' });
            setAttempt((before) => before + 1);
          },
        });
      },
    );
    return () => life.abort();
    // Neither is used, but either is what makes it worth asking again.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react-hooks/exhaustive-deps
  }, [key, attempt]);
  return reading;
}
