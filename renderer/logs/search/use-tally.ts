import { useEffect, useRef, useState } from 'react';
import type { MatchTally } from '../reading/log-questions.ts';
import type { LogReader } from '../reading/log-reader.ts';
import type { ReaderState } from '../reading/log-state.ts';

/** Counting the levels of all matches is not for every frame. */
const tallyMs = 500;

/** Counts the levels of the lines that match, now and then while they are being found. */
export function useTally(reader: LogReader, { marks, marksId }: ReaderState): MatchTally | null {
  const [tally, setTally] = useState<MatchTally | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (marks === null) return;
    // One that waits counts what is newest then.
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      // Without an answer the sentence does without; the log is being opened anew.
      reader.ask.tally().then(setTally, () => setTally(null));
    }, tallyMs);
  }, [reader, marks]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return tally !== null && tally.marksId === marksId ? tally : null;
}
