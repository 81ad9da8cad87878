import { useEffect, useRef, useState } from 'react';

/** If more lines per second come, they are not announced one by one (design language §9). */
const mostLivePerSecond = 5;
const summaryMs = 10_000;

export interface Arrivals {
  /** New lines are few enough to be announced one by one. */
  readonly isSlow: boolean;
  /** Number of lines in the last ten seconds if they came too fast; 0 otherwise. */
  readonly summary: number;
}

/** Measures how fast lines come, for screen readers. */
export function useArrivals(endLine: number, numbering: number): Arrivals {
  const [arrivals, setArrivals] = useState<Arrivals>({ isSlow: false, summary: 0 });
  const latest = useRef(endLine);
  useEffect(() => {
    latest.current = endLine;
  }, [endLine]);
  useEffect(() => {
    let atSecond = latest.current;
    let atSummary = latest.current;
    let seconds = 0;
    let wasFast = false;
    const timer = setInterval(() => {
      const perSecond = latest.current - atSecond;
      atSecond = latest.current;
      seconds += 1;
      const isSlow = perSecond <= mostLivePerSecond;
      wasFast ||= !isSlow;
      const isDue = seconds * 1000 >= summaryMs;
      const came = latest.current - atSummary;
      if (isDue) {
        seconds = 0;
        atSummary = latest.current;
      }
      setArrivals((before) => {
        const summary = isDue ? (wasFast ? came : 0) : before.summary;
        return before.isSlow === isSlow && before.summary === summary ? before : { isSlow, summary };
      });
      if (isDue) wasFast = false;
    }, 1000);
    return () => clearInterval(timer);
    // Not used in the effect: with other numbers counting starts over.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [numbering]);
  return arrivals;
}
