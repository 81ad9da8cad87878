import type { LogLine } from '../../../engine/contract/logs.ts';
import type { LineWindow } from './line-window.ts';
import type { LogSelection } from './log-selection.ts';
import type { LogSource } from './log-source.ts';

/** A filter that has not come to where one was reading is shown all the same. */
const landingMs = 400;

/** A log as the service holds it open for this page. */
export interface OpenLog {
  readonly id: string;
  /** Ends with the log, and when a read fails. */
  readonly life: AbortController;
  readonly signal: AbortSignal;
}

/** Rows that are shown, and the lines of them that are here. */
export interface Shown {
  readonly open: OpenLog;
  readonly selection: LogSelection | null;
  readonly window: LineWindow<LogLine>;
}

/** Where a line or a time is among rows that may still be looked for. */
export async function landingOf(
  { logs }: LogSource,
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

/** Keeps what was read; answers the length of the longest line. */
export function keepLines(window: LineWindow<LogLine>, lines: readonly LogLine[]): number {
  let longest = 0;
  for (const line of lines) {
    window.set(line.row, line);
    longest = Math.max(longest, line.text.length);
  }
  return longest;
}

/** Ends the selections that nothing is shown of. */
export function closeUnused(
  selections: readonly (LogSelection | null)[],
  used: readonly (LogSelection | null | undefined)[],
): void {
  for (const selection of selections) if (selection !== null && !used.includes(selection)) selection.close();
}
