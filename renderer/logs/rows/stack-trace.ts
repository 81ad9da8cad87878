/** Lines that only follow another one, whatever stands before them. */
const follows =
  /^(?:\s+at\s|\s*Caused by:|\s+Suppressed:|\s*\.{3} \d+ (?:more|common frames)|\s+File ".*", line \d|During handling of the above|The above exception was|\s+--- End of)/;
/** Lines that begin a trace of their own. */
const begins =
  /^(?:Traceback \(most recent call last\)|goroutine \d+ \[|panic: |Exception in thread|\s*thread '.*' panicked at)/;
/** Lines that belong to a trace when the line before them does: indented ones, frames of Go, and how Python ends one. */
const goesOn = /^(?:\t\S|\s{2,}\S|[\w./*()]+\(.*\)$|[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt|Warning)\b)/;

/** How a line stands to the one before it. */
export type TracePlace = 'follows' | 'begins' | 'goes-on' | 'none';

/** Where in a stack trace a line stands, by its look; `goes-on` counts only behind a line of a trace. */
export function toTracePlace(text: string): TracePlace {
  if (begins.test(text)) return 'begins';
  if (follows.test(text)) return 'follows';
  return goesOn.test(text) ? 'goes-on' : 'none';
}
