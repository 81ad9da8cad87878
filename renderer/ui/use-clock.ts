import { useEffect, useState } from 'react';

/** The time in milliseconds since 1970, moving on every `everyMs`; null stands still. For waits that somebody watches, not for lists. */
export function useClock(everyMs: number | null): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (everyMs === null) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
