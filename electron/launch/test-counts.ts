/** What one test runner reports. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Counts of Vitest's JSON reporter. A run that failed without a failed test (a file that does not load) counts as one. */
export function readVitestCounts(report: unknown, exitCode: number): Counts {
  const failed = numberAt(report, 'numFailedTests');
  return {
    passed: numberAt(report, 'numPassedTests'),
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: numberAt(report, 'numPendingTests') + numberAt(report, 'numTodoTests'),
  };
}

/** Counts of Playwright's JSON reporter; a flaky test passed at last, but is not to be trusted, so it failed. */
export function readPlaywrightCounts(report: unknown, exitCode: number): Counts {
  const stats = isRecord(report) ? report['stats'] : null;
  const failed = numberAt(stats, 'unexpected') + numberAt(stats, 'flaky');
  return {
    passed: numberAt(stats, 'expected'),
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: numberAt(stats, 'skipped'),
  };
}

/** The one line that closes `npm test`, and whether all is well: nothing failed, and each runner ran something. */
export function toSummaryLine(counts: readonly Counts[]): { line: string; isGood: boolean } {
  const sum = (key: keyof Counts) => counts.reduce((total, count) => total + count[key], 0);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  return {
    line: `${sum('passed')} passed, ${sum('failed')} failed${skipped}`,
    isGood: sum('failed') === 0 && counts.every((count) => count.passed > 0),
  };
}

function numberAt(value: unknown, key: string): number {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === 'number' ? found : 0;
}

/** A value with members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
