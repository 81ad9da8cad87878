/** Lines that always continue the previous line. */
const follows =
  /^(?:\s+at\s|\s*Caused by:|\s+Suppressed:|\s*\.{3} \d+ (?:more|common frames)|\s+File ".*", line \d|During handling of the above|The above exception was|\s+--- End of)/;
/** Lines that begin a trace. */
const begins =
  /^(?:Traceback \(most recent call last\)|goroutine \d+ \[|panic: |Exception in thread|\s*thread '.*' panicked at)/;
/**
 * Lines that belong to a trace if the previous line does: indented lines, frames of Go, and the
 * last line of a Python trace.
 */
const goesOn = /^(?:\t\S|\s{2,}\S|[\w./*()]+\(.*\)$|[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt|Warning)\b)/;

/** The relation of a line to the one before it. */
export type TraceRole = 'follows' | 'begins' | 'goes-on' | 'none';

/** Detects the role of a line in a stack trace; `goes-on` counts only after a line of a trace. */
export function toTraceRole(text: string): TraceRole {
  if (begins.test(text)) return 'begins';
  if (follows.test(text)) return 'follows';
  return goesOn.test(text) ? 'goes-on' : 'none';
}
