import { useMemo } from 'react';

/** A list of one, with the identity of its item: hooks that take targets do not run anew for it. */
export function useOne<T>(item: T): readonly T[] {
  return useMemo(() => [item], [item]);
}
