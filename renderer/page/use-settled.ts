import { useEffect, useState } from 'react';

/** A pause of this length in typing is long enough to say what is wrong. */
const pauseMs = 250;

/** A value that is typed, as it was when the typing last paused. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
