import type { LogLine } from '../../../engine/contract/logs.ts';
import type { LineWindow } from './line-window.ts';
import type { LogSelection } from './log-selection.ts';
import type { LogService } from './log-service.ts';

/** A filter that has not reached the reading position after this time is shown anyway. */
const landingMs = 400;

/** A log that the service keeps open for this page. */
export interface OpenLog {
  readonly id: string;
  /** Aborted when the log is closed, and when a read fails. */
  readonly life: AbortController;
  readonly signal: AbortSignal;
}

/** The shown rows and their loaded lines. */
export interface Shown {
  readonly open: OpenLog;
  readonly selection: LogSelection | null;
  readonly window: LineWindow<LogLine>;
}

/** The row of a line or a time, while the selection may still be growing. */
export async function landingOf(
  { logs }: LogService,
  { open, selection }: Shown,
  at: { line: number } | { ms: number },
): Promise<number> {
  const untilMs = performance.now() + landingMs;
  for (;;) {
    const { row } = await logs.locate({ log: open.id, rows: selection?.id ?? null, at }, { signal: open.signal });
    if (selection === null || row > selection.state.firstRow || selection.state.isDone) return row;
    if (performance.now() > untilMs) return row;
    await selection.advance();
  }
}

/** Adds lines to the window; returns the length of the longest one. */
export function keepLines(window: LineWindow<LogLine>, lines: readonly LogLine[]): number {
  let longest = 0;
  for (const line of lines) {
    window.set(line.row, line);
    longest = Math.max(longest, line.text.length);
  }
  return longest;
}

/** Closes the selections that are not in use. */
export function closeUnused(
  selections: readonly (LogSelection | null)[],
  used: readonly (LogSelection | null | undefined)[],
): void {
  for (const selection of selections) if (selection !== null && !used.includes(selection)) selection.close();
}
