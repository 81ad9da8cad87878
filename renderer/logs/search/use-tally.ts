import { useEffect, useRef, useState } from 'react';
import type { MatchTally } from '../reading/log-questions.ts';
import type { LogReader } from '../reading/log-reader.ts';
import type { ReaderState } from '../reading/log-state.ts';

/** The interval of counting: too expensive for every frame. */
const tallyMs = 500;

/** Counts the levels of the matching lines, repeatedly while matches are found. */
export function useTally(reader: LogReader, { marks, marksId }: ReaderState): MatchTally | null {
  const [tally, setTally] = useState<MatchTally | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (marks === null) return;
    // A waiting timer will count the newest matches.
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      // Without an answer the status omits the levels; the log is being reopened.
      reader.ask.tally().then(setTally, () => setTally(null));
    }, tallyMs);
  }, [reader, marks]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return tally !== null && tally.marksId === marksId ? tally : null;
}
